/** A text, and what of it is selected; or where the caret is. */
export interface Selection {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Cut extends Range {
  readonly insert: string;
}

/** The whole lines that a selection touches; one that ends where a line begins doesn't touch that. */
export function linesOf({ text, start, end }: Selection): Range {
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const to = text.indexOf("\n", last);
  return { from: start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1, to: to < 0 ? text.length : to };
}

/** Puts texts in place of others. What is selected stays selected: what comes at its ends is outside of it. */
export function change({ text, start, end }: Selection, cuts: readonly Cut[]): Selection {
  let result = "";
  let at = 0;
  let [first, last] = [start, end];
  for (const { from, to, insert } of cuts.toSorted((a, b) => a.from - b.from)) {
    result += text.slice(at, from) + insert;
    at = to;
    first += shift(start, from, to, insert, true);
    last += shift(end, from, to, insert, false);
  }
  return { text: result + text.slice(at), start: first, end: Math.max(first, last) };
}

function shift(place: number, from: number, to: number, insert: string, isStart: boolean): number {
  if (from === to) return place > from || (isStart && place === from) ? insert.length : 0;
  if (place >= to) return insert.length - (to - from);
  return place > from ? insert.length - (place - from) : 0;
}
