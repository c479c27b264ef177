import type { Emoji } from "./emoji.ts";

/** How well it is meant; the less the better, null not at all. */
function rank({ emoji, codes, words }: Emoji, wanted: string): number | null {
  if (emoji === wanted || codes.includes(wanted)) return 0;
  if (codes.some((code) => code.startsWith(wanted))) return 1;
  const at = words.findIndex((word) => word.startsWith(wanted));
  if (at >= 0) return words[at] === wanted ? 2 : 3;
  return codes.some((code) => code.includes(`_${wanted}`)) ? 4 : null;
}

/** Those that a text finds, what is called so first. */
export function findEmojis(all: readonly Emoji[], text: string): readonly Emoji[] {
  const wanted = text.trim().replace(/^:|:$/g, "").toLowerCase();
  if (wanted === "") return all;
  const ranked = all.flatMap((emoji) => {
    const [first = "", ...others] = wanted.split(/\s+/);
    const ranks = [first, ...others].map((word) => rank(emoji, word));
    return ranks.includes(null) ? [] : [{ emoji, rank: Math.max(...ranks.map(Number)) }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ emoji }) => emoji);
}

/** One that isn't in the table is taken as it is typed. */
export function typedEmoji(text: string): string | null {
  const typed = text.trim();
  return typed.length <= 32 && /^\p{Extended_Pictographic}|^\p{Regional_Indicator}/u.test(typed) ? typed : null;
}

export interface EmojiQuery {
  /** Where the colon stands. */
  readonly start: number;
  readonly query: string;
  /** The second colon is there as well. */
  readonly isWhole: boolean;
}

/** What is being typed after a colon left of the caret; two characters at least, so that times and faces stay what they are. */
export function emojiAt(text: string, caret: number): EmojiQuery | null {
  const match = /(?:^|[\s([{"'>*_~])(:([\p{L}\p{N}_+-]{2,32})(:?))$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const [, all = "", query = "", end] = match;
  return { start: caret - all.length, query, isWhole: end === ":" };
}
