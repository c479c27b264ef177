import { joined, languages, setOver, type Loaded } from "./language.ts";
import type { MessageKey, Text } from "./t.ts";

/** Texts by their keys, as the catalogues have them. */
export type Texts = Readonly<Partial<Record<MessageKey, Text>>>;

/** A language of an app's own, before the parts are drawn: users may choose it by the name that its speakers have for it. What it lacks is said in English. */
export function addLanguage(id: string, name: string, texts: () => Promise<Texts>): void {
  const { first, later } = languages.en as NonNullable<typeof languages.en>;
  const over = (english: () => Promise<Loaded>) => async () => ({ default: joined((await english()).default, await texts()) });
  languages[id] = { name, first: over(first), later: over(later) };
}

/** Texts in place of the kit's, whatever the language; before the parts are drawn. */
export function replaceTexts(texts: Texts): void {
  setOver(texts);
}
