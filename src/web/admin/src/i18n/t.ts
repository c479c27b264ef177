import { partsOf as parts, t as text } from "../../../react-ui/src/i18n/t.ts";
import type english from "../../messages/en.json";

export type MessageKey = keyof typeof english;

// What runs is the users' page's; which texts there are is this page's own.
export { listOf, locale, setMessages } from "../../../react-ui/src/i18n/t.ts";

/** A text of the page in the language in use, while it is drawn. */
export const t = text as unknown as (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

/** The parts of a text, in its order, that has more than texts in it. */
export const partsOf = parts as unknown as (key: MessageKey, values: Readonly<Record<string, unknown>>) => unknown[];
