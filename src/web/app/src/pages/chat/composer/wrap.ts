export interface Selection {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts a mark around what is selected, or takes it away where it is there already. */
export function wrap({ text, start, end }: Selection, mark: string): Selection {
  const n = mark.length;
  const selected = text.slice(start, end);
  if (text.slice(start - n, start) === mark && text.slice(end, end + n) === mark) {
    return { text: text.slice(0, start - n) + selected + text.slice(end + n), start: start - n, end: end - n };
  }
  return { text: text.slice(0, start) + mark + selected + mark + text.slice(end), start: start + n, end: end + n };
}
