import { safeHref } from "../../../text/linkify.ts";
import { linesOf, type Range, type Selection } from "./selection.ts";

/** Stands where an address is to come. */
const beginning = "https://";

interface Link extends Range {
  readonly words: Range;
  readonly href: Range;
}

export function isLink(selection: Selection): boolean {
  return linkAround(selection) !== null;
}

/** Makes what is selected, or the word that the caret is in, the words of a link, and goes on with its address; or an address the link, and goes on with its words. Takes the link away where it is. */
export function link(selection: Selection): Selection {
  const { text } = selection;
  const found = linkAround(selection);
  if (found) return unlinked(text, found);
  const { from, to } = chosen(selection);
  const words = text.slice(from, to).replace(/\s*\n\s*/g, " ");
  const put = (inside: string, caret: number, until = caret): Selection => ({ text: text.slice(0, from) + inside + text.slice(to), start: from + caret, end: from + until });
  if (safeHref(words) !== null) return put(`[](${words})`, 1);
  if (words === "") return put(`[](${beginning})`, 1);
  // The address is selected: what is pasted or typed takes its place.
  return put(`[${words}](${beginning})`, words.length + 3, words.length + 3 + beginning.length);
}

function unlinked(text: string, { from, to, words, href }: Link): Selection {
  const address = text.slice(href.from, href.to);
  const rest = text.slice(words.from, words.to) || (address === beginning ? "" : address);
  return { text: text.slice(0, from) + rest + text.slice(to), start: from, end: from + rest.length };
}

function linkAround(selection: Selection): Link | null {
  const { text, start, end } = selection;
  const line = linesOf(selection);
  for (const match of text.slice(line.from, line.to).matchAll(/(?<!\\)\[((?:[^[\]\\]|\\.)*)\]\(([^()\s]*)\)/g)) {
    const [whole, words = "", href = ""] = match;
    const from = line.from + match.index;
    const to = from + whole.length;
    const isIn = start === end ? from < start && end < to : from <= start && end <= to;
    if (isIn) return { from, to, words: { from: from + 1, to: from + 1 + words.length }, href: { from: to - 1 - href.length, to: to - 1 } };
  }
  return null;
}

function chosen({ text, start, end }: Selection): Range {
  const inside = /[^\s()[\]]/;
  let [from, to] = [start, end];
  if (start === end) {
    if (!inside.test(text[start - 1] ?? "") || !inside.test(text[start] ?? "")) return { from, to };
    while (inside.test(text[from - 1] ?? "")) from--;
    while (inside.test(text[to] ?? "")) to++;
    return { from, to };
  }
  while (from < to && /\s/.test(text[from] ?? "")) from++;
  while (to > from && /\s/.test(text[to - 1] ?? "")) to--;
  return { from, to };
}

