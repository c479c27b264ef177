import { loadEmojis, toned } from "./emoji.ts";
import { emojiAt, findEmojis } from "./find.ts";
import { skinTone } from "./recent.ts";

export interface Completed {
  /** What is written: an emoji, or a command. */
  readonly emoji: string;
  /** As it would be typed out. */
  readonly code: string;
  /** What a command does. */
  readonly about?: string;
}

export interface Completion {
  readonly start: number;
  readonly end: number;
  /** Typed out, with both colons: there is nothing to choose. */
  readonly isWhole: boolean;
  readonly found: readonly Completed[];
}

const mostShown = 8;

/** What `:smi`, left of the caret, can become. */
export async function completeEmoji(text: string, caret: number, user: string): Promise<Completion | null> {
  const query = emojiAt(text, caret);
  if (query === null) return null;
  const { start, isWhole } = query;
  const wanted = query.query.toLowerCase();
  const all = findEmojis(await loadEmojis(), wanted).filter(({ codes }) => !isWhole || codes.includes(wanted));
  const tone = skinTone(user);
  const found = all.slice(0, isWhole ? 1 : mostShown).map((one) => ({ emoji: toned(one, tone), code: `:${one.codes.find((code) => code.startsWith(wanted)) ?? one.codes[0] ?? one.label}:` }));
  return found.length > 0 ? { start, end: caret, isWhole, found } : null;
}
