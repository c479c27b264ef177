import { change, linesOf, type Cut, type Range, type Selection } from "./selection.ts";

export type InlineFormat = "bold" | "italic" | "strike" | "code";

/** What is between two marks, with them. */
interface Span extends Range {
  readonly inner: Range;
}

const marks: Readonly<Record<InlineFormat, string>> = { bold: "**", italic: "_", strike: "~~", code: "`" };

/** As the page reads them (text/markdown.ts), as far as that can be told from one line. */
const patterns: Readonly<Record<InlineFormat, readonly RegExp[]>> = {
  bold: [/(?<!\\)(?<mark>\*\*)(?=\S)(?<inner>.+?)(?<=\S)\*\*/g, /(?<![\w\\])(?<mark>__)(?=[^\s_]|_[^\s_])(?<inner>.+?)(?<=\S)__(?!\w)/g],
  italic: [/(?<![\w\\])(?<mark>_)(?=[^\s_]|__[^\s_])(?<inner>.+?)(?<=\S)_(?!\w)/g, /(?<![*\\])(?<mark>\*)(?=[^\s*]|\*\*[^\s*])(?<inner>.+?)(?<=[^\s*]|[^\s*]\*\*)\*(?!\*)/g],
  strike: [/(?<!\\)(?<mark>~~)(?=\S)(?<inner>.+?)(?<=\S)~~/g],
  code: [/(?<![`\\])(?<mark>(?<fence>`+) ?)(?!`)(?<inner>.+?)(?<!`) ?\k<fence>(?!`)/g],
};

/** What begins a line of a list or quote, and is not what is formatted. */
const lineStart = /^(?:\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*\s*/;
/** In a longer one it would take too long to find what belongs together. */
const longestLine = 10_000;
const wordPart = /[\p{L}\p{N}_]/u;

export function isInline(selection: Selection, kind: InlineFormat): boolean {
  const parts = partsOf(selection);
  return parts.length > 0 && parts.every((part) => spanAround(selection.text, part, kind) !== null);
}

/** Puts marks around what is selected, on each line of it; around the word that the caret is in; or where one goes on typing. Takes them away where they are. */
export function inline(selection: Selection, kind: InlineFormat): Selection {
  const { text, start, end } = selection;
  const parts = partsOf(selection);
  if (parts.length === 0) return selection;
  const spans = parts.map((part) => spanAround(text, part, kind));
  if (spans.every((span) => span !== null)) {
    const [span] = spans;
    // Behind what was typed one goes on without the format.
    if (start === end && span && start === span.inner.to) return { text, start: span.to, end: span.to };
    return change(selection, spans.flatMap(withoutMarks));
  }
  if (start === end) {
    const pair = emptyPair(selection, kind);
    if (pair) return change(selection, [pair]);
    const word = wordAt(text, start);
    if (word === null) {
      const mark = markFor(text, { from: start, to: start }, kind);
      return { text: text.slice(0, start) + mark + mark + text.slice(start), start: start + mark.length, end: start + mark.length };
    }
    return change(selection, marked(text, word, kind));
  }
  const cuts = parts.flatMap((part, index) => (spans[index] ? [] : marked(text, part, kind)));
  const first = parts[0]?.from ?? start;
  const last = parts.at(-1)?.to ?? end;
  return change({ text, start: first, end: last }, cuts);
}

/** What is selected of each line, without the spaces around it, which no mark may touch. */
function partsOf(selection: Selection): readonly Range[] {
  const { text, start, end } = selection;
  if (start === end) return [{ from: start, to: end }];
  const around = linesOf(selection);
  const parts: Range[] = [];
  for (let at = around.from; at <= around.to; ) {
    const stop = text.indexOf("\n", at);
    const lineEnd = stop < 0 || stop > around.to ? around.to : stop;
    const content = at + (lineStart.exec(text.slice(at, lineEnd))?.[0].length ?? 0);
    const from = Math.max(content, start);
    const piece = text.slice(from, Math.min(end, lineEnd));
    const trimmed = piece.trim();
    if (from < end && trimmed) {
      const left = from + piece.indexOf(trimmed);
      parts.push({ from: left, to: left + trimmed.length });
    }
    at = lineEnd + 1;
  }
  return parts;
}

/** The span that a part of a line is in, or is. */
function spanAround(text: string, part: Range, kind: InlineFormat): Span | null {
  const isCaret = part.from === part.to;
  return spansOn(text, part, kind).find(({ from, to }) => (isCaret ? from < part.from && part.to < to : from <= part.from && part.to <= to)) ?? null;
}

function spansOn(text: string, { from, to }: Range, kind: InlineFormat): readonly Span[] {
  const line = linesOf({ text, start: from, end: to });
  if (line.to - line.from > longestLine) return [];
  const offset = line.from + (lineStart.exec(text.slice(line.from, line.to))?.[0].length ?? 0);
  return patterns[kind].flatMap((pattern) =>
    [...text.slice(offset, line.to).matchAll(pattern)].map((match) => {
      const first = offset + match.index;
      const { mark = "", inner = "" } = match.groups ?? {};
      return { from: first, to: first + match[0].length, inner: { from: first + mark.length, to: first + mark.length + inner.length } };
    }),
  );
}

function withoutMarks({ from, to, inner }: Span): readonly Cut[] {
  return [
    { from, to: inner.from, insert: "" },
    { from: inner.to, to, insert: "" },
  ];
}

/** Marks around a part, in place of those within it. */
function marked(text: string, part: Range, kind: InlineFormat): readonly Cut[] {
  const mark = markFor(text, part, kind);
  const content = text.slice(part.from, part.to);
  const space = kind === "code" && /^`|`$/.test(content) ? " " : "";
  // Code takes what is in it as it is.
  const within = kind === "code" ? [] : spansOn(text, part, kind).filter(({ from, to }) => from >= part.from && to <= part.to);
  return [{ from: part.from, to: part.from, insert: mark + space }, ...within.flatMap(withoutMarks), { from: part.to, to: part.to, insert: space + mark }];
}

function markFor(text: string, { from, to }: Range, kind: InlineFormat): string {
  // Underscores within a word are just that.
  if (kind === "italic" && (wordPart.test(text[from - 1] ?? "") || wordPart.test(text[to] ?? ""))) return "*";
  if (kind !== "code") return marks[kind];
  const runs = [...text.slice(from, to).matchAll(/`+/g)].map(([run]) => run.length);
  let length = 1;
  while (runs.includes(length)) length++;
  return "`".repeat(length);
}

/** The marks on both sides of the caret with nothing in them, which a press has put there. */
function emptyPair({ text, start }: Selection, kind: InlineFormat): Cut | null {
  for (const mark of kind === "italic" ? ["_", "*"] : [marks[kind]]) {
    const [from, to] = [start - mark.length, start + mark.length];
    if (text.slice(from, start) !== mark || text.slice(start, to) !== mark) continue;
    // One of a mark of two is none.
    if (text[from - 1] !== mark[0] && text[to] !== mark[0]) return { from, to, insert: "" };
  }
  return null;
}

/** The word that has the caret inside, and not at an end, where one would go on with another. */
function wordAt(text: string, at: number): Range | null {
  if (!wordPart.test(text[at - 1] ?? "") || !wordPart.test(text[at] ?? "")) return null;
  let [from, to] = [at, at];
  while (wordPart.test(text[from - 1] ?? "")) from--;
  while (wordPart.test(text[to] ?? "")) to++;
  return { from, to };
}
