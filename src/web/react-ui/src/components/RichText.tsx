import { Fragment, type ReactNode } from "react";
import { partsOf, type MessageKey } from "../i18n/t.ts";

/** A text with more than texts in it: a name that is set in bold, say. */
export function RichText({ text, values }: { text: MessageKey; values: Readonly<Record<string, ReactNode>> }) {
  return partsOf(text, values).map((part, index) => <Fragment key={index}>{part as ReactNode}</Fragment>);
}
