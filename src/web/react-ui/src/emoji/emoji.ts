import { language } from "../i18n/language.ts";

const english = () => import("virtual:emoji/en");
const tables: Readonly<Record<string, () => Promise<{ readonly default: string }>>> = { en: english, de: () => import("virtual:emoji/de"), "ar-XB": english };

export interface Emoji {
  readonly emoji: string;
  readonly label: string;
  /** As typed between colons. */
  readonly codes: readonly string[];
  /** Lower case, and what it is called among them. */
  readonly words: readonly string[];
  readonly group: number;
  readonly hasTones: boolean;
}

export const quickEmojis = ["👍", "❤️", "😂", "🎉", "👀", "✅"] as const;

let loaded: { readonly of: string; readonly all: Promise<readonly Emoji[]> } | null = null;

/** All of them, in the order of pickers everywhere, with words of the language in use: fetched when somebody first looks for one. */
export function loadEmojis(): Promise<readonly Emoji[]> {
  const of = language.get();
  if (loaded?.of === of) return loaded.all;
  const all = (tables[of] ?? english)().then(({ default: table }) => parse(table));
  loaded = { of, all };
  all.catch(() => (loaded = null));
  return all;
}

function parse(table: string): readonly Emoji[] {
  return table.split("\n").map((line) => {
    const [emoji = "", label = "", codes = "", words = "", group, tones] = line.split("\t");
    return { emoji, label, codes: codes.split(" ").filter(Boolean), words: `${label} ${words}`.toLowerCase().split(/[\s:,]+/), group: Number(group), hasTones: tones === "1" };
  });
}

/** With a skin tone, from 1 to 5; 0 is none. */
export function toned({ emoji, hasTones }: Emoji, tone: number): string {
  if (!hasTones || tone === 0) return emoji;
  const [first = "", ...rest] = emoji;
  return first + String.fromCodePoint(0x1f3fa + tone) + rest.filter((char, index) => index > 0 || char !== "\ufe0f").join("");
}
