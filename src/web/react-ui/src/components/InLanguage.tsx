import { useReadable } from "@akkarealtime/react";
import { Fragment, type ReactNode } from "react";
import { language } from "../i18n/language.ts";

/** Draws anew what is in it when the language is another: texts are asked for while something is drawn. Connection and calls stand outside, and go on. */
export function InLanguage({ children }: { children: ReactNode }) {
  return <Fragment key={useReadable(language)}>{children}</Fragment>;
}
