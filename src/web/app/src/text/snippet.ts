import { cleanText } from "./clean.ts";

export interface SnippetPart {
  readonly text: string;
  readonly isHit: boolean;
}

const before = 40;
const most = 180;

/** The part of a text around the first word that was searched for, with the words marked. */
export function snippetOf(text: string, query: string): readonly SnippetPart[] {
  const words = query.trim().split(/\s+/).filter(Boolean);
  const line = cleanText(text.slice(0, 20_000)).replace(/\s+/g, " ");
  if (words.length === 0) return [{ text: line.slice(0, most), isHit: false }];
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")).join("|"), "giu");
  const first = Math.max(0, line.search(pattern));
  const from = first <= before ? 0 : line.lastIndexOf(" ", first - before) + 1;
  const shown = line.slice(from, from + most);
  const parts: SnippetPart[] = from > 0 ? [{ text: "… ", isHit: false }] : [];
  let at = 0;
  for (const match of shown.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: shown.slice(at, match.index), isHit: false });
    parts.push({ text: match[0], isHit: true });
    at = match.index + match[0].length;
  }
  if (at < shown.length) parts.push({ text: shown.slice(at), isHit: false });
  if (from + most < line.length) parts.push({ text: " …", isHit: false });
  return parts;
}
