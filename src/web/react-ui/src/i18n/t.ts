/**
 * The texts of the parts.
 * @module @akkarealtime/react-ui/texts
 */

import type english from "../../messages/en.json";

/** The name of a text. */
export type MessageKey = keyof typeof english;
type Value = string | number;

/** What the rules of a language make of a value. */
export interface Rules {
  readonly number: (value: number) => string;
  readonly plural: (count: number, forms: Forms) => Parts;
  readonly select: (value: string, forms: Forms) => Parts;
}

type Parts = readonly unknown[];
type Forms = Readonly<Record<string, Parts>>;
/** A text, or what makes one of the values in it. */
export type Text = string | ((values: Readonly<Record<string, unknown>>, rules: Rules) => Parts | string);

/** By key; in the built page a list, by the place that stands for a key. */
let messages: Readonly<Record<string, Text>> = {};
let rules: Rules | undefined;
let lists: Intl.ListFormat | undefined;

/** For times and numbers. */
export let locale = "en";

/** Draws by these texts from now on. */
export function setMessages(all: object, as: string): void {
  messages = all as typeof messages;
  if (rules && as === locale) return;
  locale = as;
  lists = new Intl.ListFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  rules = {
    number: (value) => numbers.format(value),
    plural: (count, forms) => forms[`=${count}`] ?? forms[plurals.select(count)] ?? forms.other ?? [],
    select: (value, forms) => forms[value] ?? forms.other ?? [],
  };
}

/** A text of the page in the language in use. While it is drawn or said, not before: the language may change. */
export function t(key: MessageKey, values: Readonly<Record<string, Value>> = {}): string {
  return partsOf(key, values).join("");
}

/** The parts of a text, in its order, that has more than texts in it. */
export function partsOf(key: MessageKey, values: Readonly<Record<string, unknown>>): unknown[] {
  const message = messages[key] ?? "";
  return typeof message === "string" ? [message] : [message(values, rules as Rules)].flat(Infinity);
}

/** "Ann, Bob and Carol" */
export function listOf(names: readonly string[]): string {
  return lists?.format(names) ?? names.join(", ");
}
