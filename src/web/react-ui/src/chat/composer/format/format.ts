import { codeBlock, isInBlock } from "./blocks.ts";
import { inline, isInline, type InlineFormat } from "./inline.ts";
import { isLines, lines, type LineFormat } from "./lines.ts";
import { isLink, link } from "./links.ts";
import type { Selection } from "./selection.ts";

/** What a message can be formatted with, in the order in which the bar shows it. */
export const formats = ["bold", "italic", "strike", "code", "codeBlock", "quote", "bullets", "numbers", "link"] as const;

export type Format = (typeof formats)[number];

/** Gives a selection, or the lines that it touches, the format; or takes it away where it is there. */
export function format(selection: Selection, kind: Format): Selection {
  if (kind === "link") return link(selection);
  if (kind === "codeBlock" || (kind === "code" && isOfLines(selection))) return codeBlock(selection);
  return isLineFormat(kind) ? lines(selection, kind) : inline(selection, kind);
}

/** Whether the format would be taken away. */
export function isFormatted(selection: Selection, kind: Format): boolean {
  const isInCode = isInBlock(selection);
  if (kind === "codeBlock" || isInCode) return kind === "codeBlock" && isInCode;
  if (kind === "link") return isLink(selection);
  return isLineFormat(kind) ? isLines(selection, kind) : isInline(selection, kind);
}

function isLineFormat(kind: InlineFormat | LineFormat): kind is LineFormat {
  return kind === "quote" || kind === "bullets" || kind === "numbers";
}

function isOfLines({ text, start, end }: Selection): boolean {
  return text.slice(start, end).trim().includes("\n");
}
