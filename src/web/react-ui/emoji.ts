import { createRequire } from "node:module";
import type { Plugin } from "vite";
import { pseudo } from "./messages.ts";

interface Source {
  readonly unicode: string;
  readonly hexcode: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly group?: number;
  readonly order?: number;
  readonly skins?: readonly Source[];
}

const require = createRequire(import.meta.url);
const read = (file: string): unknown => require(`emojibase-data/${file}.json`);
/** Skin and hair on their own, and letters of flags: nobody looks for them. */
const components = 2;

/** The same with a skin tone, as `toned` of the page makes it. */
function withTone(unicode: string, tone: string): string {
  const [first = "", ...rest] = unicode;
  return first + tone + rest.filter((char, index) => index > 0 || char !== "\ufe0f").join("");
}

const tones = ["🏻", "🏼", "🏽", "🏾", "🏿"];

function hasTones({ unicode, skins = [] }: Source): boolean {
  return tones.every((tone) => skins.some((skin) => skin.unicode === withTone(unicode, tone)));
}

/** One a line: the emoji, what it is called, its short codes, other words for it, its group, and 1 where it has skin tones. */
export function emojiTable(language: string): string {
  const codes = read("en/shortcodes/github") as Record<string, string | readonly string[]>;
  return (read(`${language}/compact`) as readonly Source[])
    .filter(({ group }) => group !== undefined && group !== components)
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((emoji) => [emoji.unicode, emoji.label, [codes[emoji.hexcode] ?? []].flat().join(" "), (emoji.tags ?? []).join(" "), emoji.group, hasTones(emoji) ? 1 : ""].join("\t"))
    .join("\n");
}

const virtual = /^virtual:emoji\/([\w-]+)$/;

/** `virtual:emoji/<language>`: every emoji with the words that find it, from emojibase. */
export function emoji(): Plugin {
  return {
    name: "emoji",
    resolveId: (id) => (virtual.test(id) ? `\0${id}` : null),
    load(id) {
      const [, language] = virtual.exec(id.slice(1)) ?? [];
      return language === undefined ? null : `export default ${JSON.stringify(emojiTable(language === pseudo ? "en" : language))}`;
    },
  };
}
