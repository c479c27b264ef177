import { cleanText } from "./clean.ts";
import { hitsIn } from "./hits.ts";

export interface SnippetPart {
  readonly text: string;
  readonly isHit: boolean;
}

const before = 40;
const most = 180;

/** The part of a text around the first word that was searched for, with the words marked. */
export function snippetOf(text: string, query: string): readonly SnippetPart[] {
  const line = cleanText(text.slice(0, 20_000)).replace(/\s+/g, " ");
  const hits = hitsIn(line, query);
  const first = hits[0]?.from ?? 0;
  const from = first <= before ? 0 : line.lastIndexOf(" ", first - before) + 1;
  const end = Math.min(line.length, from + most);
  const parts: SnippetPart[] = from > 0 ? [{ text: "… ", isHit: false }] : [];
  let at = from;
  for (const hit of hits) {
    if (hit.from >= end) break;
    if (hit.from > at) parts.push({ text: line.slice(at, hit.from), isHit: false });
    at = Math.min(hit.to, end);
    parts.push({ text: line.slice(hit.from, at), isHit: true });
  }
  if (at < end) parts.push({ text: line.slice(at, end), isHit: false });
  if (end < line.length) parts.push({ text: " …", isHit: false });
  return parts;
}
