import { folded } from "@akkarealtime/client";

interface Hit {
  readonly from: number;
  readonly to: number;
}

const words = /[\p{L}\p{M}\p{N}]+|[\p{Extended_Pictographic}\p{Regional_Indicator}]+/gu;
const inWord = /[\p{L}\p{M}\p{N}]/u;
/** Scripts without spaces: a word may begin anywhere. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー]/u;
// eslint-disable-next-line no-control-regex
const ascii = /^[\u0000-\u007f]*$/;
const between = "[^\\p{L}\\p{M}\\p{N}]+";

/** Where the words of a search stand in a text, as the server takes them: folded, each the beginning of a word, the parts of one side by side. */
export function hitsIn(text: string, query: string): readonly Hit[] {
  const pattern = patternOf(query);
  if (pattern === null) return [];
  const { plain, at } = foldedWithPlaces(text);
  const hits: Hit[] = [];
  for (const match of plain.matchAll(pattern)) {
    const end = match.index + match[0].length;
    const previous = Array.from(plain.slice(Math.max(0, match.index - 2), match.index)).at(-1) ?? "";
    if (inWord.test(previous) && !unspaced.test(previous) && !unspaced.test(match[0])) continue;
    hits.push({ from: at[match.index] ?? 0, to: at[end] ?? text.length });
  }
  return hits;
}

/** Letters, digits and emoji mean themselves in a pattern, and nothing else of the query gets into it. */
function patternOf(query: string): RegExp | null {
  const parts = folded(query)
    .split(/\s+/)
    .map((word) => word.match(words)?.join(between) ?? "")
    .filter(Boolean);
  // The longest first: of two that begin alike, the first one that fits is taken.
  return parts.length === 0 ? null : new RegExp(parts.sort((a, b) => b.length - a.length).join("|"), "gu");
}

/** The folded text, and where in the text each of its units comes from: letters together with their marks. */
function foldedWithPlaces(text: string): { readonly plain: string; readonly at: readonly number[] } {
  const at: number[] = [];
  if (ascii.test(text)) {
    for (let unit = 0; unit < text.length; unit++) at.push(unit);
    return { plain: text.toLowerCase(), at };
  }
  let plain = "";
  for (const letter of text.matchAll(/\P{M}[\p{M}\uff9e\uff9f]*|\p{M}+/gu)) {
    const form = folded(letter[0]);
    plain += form;
    for (let unit = 0; unit < form.length; unit++) at.push(letter.index);
  }
  return { plain, at };
}
