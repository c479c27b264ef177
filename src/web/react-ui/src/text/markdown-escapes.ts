/*
 * While HTML becomes Markdown, its marks and the characters of its texts that look like marks are told apart by characters for private use. Which of the latter Markdown would
 * misread can be said when all of it is there: then those alone are escaped (spec.commonmark.org, "Emphasis and strong emphasis", "Backslash escapes").
 */

export type InlineTag = "strong" | "em" | "s";

/** Stands before a character that is text. */
export const literal = "\ue000";

export const tokens: Readonly<Record<InlineTag, { readonly open: string; readonly close: string }>> = {
  strong: { open: "\ue001", close: "\ue002" },
  em: { open: "\ue003", close: "\ue004" },
  s: { open: "\ue005", close: "\ue006" },
};

/** Stands at both ends of code within a line. */
export const codeEnd = "\ue007";

/** Whatever a text itself has of these. */
export const privateUse = /[\ue000-\ue008]/g;

export function literals(text: string): string {
  return text.replace(/[\\*_~`[\]>+.)-]/g, `${literal}$&`);
}

/** A character of the result, or a mark. */
interface Piece {
  text: string;
  readonly kind: "raw" | "literal" | "mark";
  /** Of a mark: the other one. */
  readonly isOpen?: boolean;
  readonly tag?: InlineTag;
}

/** The Markdown of a text in which literals and marks are told apart. */
export function escaped(text: string): string {
  // No delimiter finds its partner in another paragraph or item.
  return joined(text).split(/(\n\s*\n|\n(?=\s*(?:> ?)*(?:- |\d+\. )))/).map((part, index) => (index % 2 === 0 ? escapedBlock(part) : part)).join("");
}

/** What ends and begins again with nothing between has not ended; code that does would have other fences. */
function joined(text: string): string {
  return text
    .replace(/\ue002( *)\ue001/g, "$1")
    .replace(/\ue004( *)\ue003/g, "$1")
    .replace(/\ue006( *)\ue005/g, "$1")
    .replace(/\ue007([\ue001-\ue006]*)\ue007/g, (_, marks: string) => `${marks} `)
    .replaceAll(codeEnd, "");
}

function escapedBlock(text: string): string {
  const pieces = chooseMarks(piecesOf(text));
  const isMisread = misread(pieces);
  return pieces.map((piece, index) => (isMisread[index] ? `\\${piece.text}` : piece.text)).join("");
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const chars = Array.from(text);
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? "";
    const tag = (["strong", "em", "s"] as const).find((one) => tokens[one].open === char || tokens[one].close === char);
    if (tag) pieces.push({ kind: "mark", tag, isOpen: tokens[tag].open === char, text: { strong: "**", em: "_", s: "~~" }[tag] });
    else if (char === literal) pieces.push({ kind: "literal", text: chars[++at] ?? "" });
    else pieces.push({ kind: "raw", text: char });
  }
  return pieces;
}

const isWord = (char: string) => /[\p{L}\p{N}_]/u.test(char);
const isSpace = (char: string) => char === "" || /\s/u.test(char);
const isPunctuation = (char: string) => /[\p{P}\p{S}]/u.test(char);

/** Marks that would not be read as such are left out: the words are there without. */
function chooseMarks(pieces: Piece[]): Piece[] {
  const pairs = pairsOf(pieces);
  for (const [from, to] of pairs) {
    const [opening, closing] = [pieces[from], pieces[to]];
    // Within a word an underscore is no mark.
    if (opening?.tag === "em" && closing && (isWord(beside(pieces, from, -1, "*_~")) || isWord(beside(pieces, to, 1, "*_~")))) opening.text = closing.text = "*";
  }
  // One that is left out is no neighbour of others any more.
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const [from, to] of pairs) {
      const [opening, closing] = [pieces[from], pieces[to]];
      if (!opening || !closing || opening.text === "" || isRead(pieces, from, to, opening.text.charAt(0))) continue;
      opening.text = closing.text = "";
      hasChanged = true;
    }
  }
  return pieces.filter(({ text }) => text !== "");
}

function pairsOf(pieces: readonly Piece[]): readonly (readonly [from: number, to: number])[] {
  const pairs: [number, number][] = [];
  const open: number[] = [];
  pieces.forEach(({ kind, isOpen }, at) => {
    if (kind !== "mark") return;
    const from = isOpen ? undefined : open.pop();
    if (isOpen) open.push(at);
    else if (from !== undefined) pairs.push([from, at]);
  });
  return pairs;
}

function isRead(pieces: readonly Piece[], from: number, to: number, mark: string): boolean {
  const [before, first, last, after] = [beside(pieces, from, -1, mark), beside(pieces, from, 1, mark), beside(pieces, to, -1, mark), beside(pieces, to, 1, mark)];
  const opens = !isSpace(first) && (!isPunctuation(first) || isSpace(before) || isPunctuation(before));
  return opens && !isSpace(last) && (!isPunctuation(last) || isSpace(after) || isPunctuation(after));
}

/** The character beside a piece, and beside the marks of `skipped` characters that are next to it. */
function beside(pieces: readonly Piece[], at: number, step: 1 | -1, skipped = ""): string {
  for (let i = at + step; ; i += step) {
    const piece = pieces[i];
    if (!piece) return "";
    const char = piece.kind === "mark" ? piece.text.charAt(0) : piece.text;
    if (char !== "" && !(piece.kind === "mark" && skipped.includes(char))) return char;
  }
}

/** Of what would be a link; one to nowhere is none, and loses its brackets all the same. */
const linkEnd = /^\((?:\s*<?(?:https?:\/\/|mailto:)|\s*\)|\s+["'(]|<>)/i;

function misread(pieces: readonly Piece[]): readonly boolean[] {
  const is = pieces.map(() => false);
  for (const char of "*_~") runs(pieces, char, is);
  ticks(pieces, is);
  let hasBracket = false;
  pieces.forEach(({ kind, text }, at) => {
    hasBracket ||= text === "[";
    if (kind !== "literal") return;
    const next = beside(pieces, at, 1);
    if (text === "\\") is[at] = /^[!-/:-@[-`{-~\n]/.test(next);
    else if (text === "]") is[at] = hasBracket && linkEnd.test(pieces.slice(at + 1, at + 24).map((piece) => piece.text).join(""));
    else if (/[>+.)*-]/.test(text)) is[at] ||= beginsLine(pieces, at, text, next);
  });
  return is;
}

/** As a mark of a list or a quote. */
function beginsLine(pieces: readonly Piece[], at: number, text: string, next: string): boolean {
  let from = at;
  while (from > 0 && pieces[from - 1]?.text !== "\n") from--;
  const before = pieces.slice(from, at);
  if (before.some(({ kind }) => kind !== "raw")) return false;
  const line = before.map((piece) => piece.text).join("");
  const rest = line.replace(/^(?:\s|> ?|- |\d+\. )*(?=\d*$)/, "");
  if (text === ">") return rest === "";
  if (!isSpace(next)) return false;
  if (text === "." || text === ")") {
    // Only the first of a list interrupts a paragraph.
    return /^\d{1,9}$/.test(rest) && (from === 0 || Number(rest) === 1 || rest !== line);
  }
  return rest === "";
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly opens: boolean;
  readonly closes: boolean;
}

/** Delimiters that would find a partner. */
function runs(pieces: readonly Piece[], char: string, is: boolean[]): void {
  const all: Run[] = [];
  for (let at = 0; at < pieces.length; at++) {
    if (!isDelimiter(pieces[at], char)) continue;
    const from = at;
    while (isDelimiter(pieces[at + 1], char)) at++;
    const [before, after] = [beside(pieces, from, -1), beside(pieces, at, 1)];
    const isLeft = !isSpace(after) && (!isPunctuation(after) || isSpace(before) || isPunctuation(before));
    const isRight = !isSpace(before) && (!isPunctuation(before) || isSpace(after) || isPunctuation(after));
    const isWithin = char === "_" && isLeft && isRight;
    all.push({ from, to: at, opens: isLeft && (!isWithin || isPunctuation(before)), closes: isRight && (!isWithin || isPunctuation(after)) });
  }
  const firstOpening = all.findIndex(({ opens }) => opens);
  const lastClosing = all.findLastIndex(({ closes }) => closes);
  all.forEach(({ from, to, opens, closes }, index) => {
    const run = pieces.slice(from, to + 1);
    const isMixed = run.some(({ kind }) => kind === "mark");
    const isFence = char === "~" && run.length >= 3 && isSpace(beside(pieces, from, -1));
    const hasPartner = (opens && lastClosing > index) || (closes && firstOpening >= 0 && firstOpening < index);
    if (isMixed || isFence || (hasPartner && (char !== "~" || run.length > 1))) run.forEach((piece, offset) => (is[from + offset] = piece.kind === "literal"));
  });
}

function isDelimiter(piece: Piece | undefined, char: string): boolean {
  return piece !== undefined && piece.kind !== "raw" && piece.text.startsWith(char);
}

/** Backticks that others of the same number would end; and those that begin a block of code. */
function ticks(pieces: readonly Piece[], is: boolean[]): void {
  const all: { readonly from: number; readonly length: number; readonly isText: boolean }[] = [];
  for (let at = 0; at < pieces.length; at++) {
    if (pieces[at]?.text !== "`") continue;
    const from = at;
    while (pieces[at + 1]?.text === "`") at++;
    const run = pieces.slice(from, at + 1);
    const isMixed = new Set(run.map(({ kind }) => kind)).size > 1;
    if (isMixed) run.forEach(({ kind }, offset) => (is[from + offset] = kind === "literal"));
    else all.push({ from, length: run.length, isText: run[0]?.kind === "literal" });
  }
  const counts = new Map<number, number>();
  for (const { length } of all) counts.set(length, (counts.get(length) ?? 0) + 1);
  const escape = (needed: (run: (typeof all)[number]) => boolean) => {
    for (const run of all) if (run.isText && needed(run)) is.fill(true, run.from, run.from + run.length);
  };
  escape(({ from, length }) => (length >= 3 && isSpace(beside(pieces, from, -1))) || (counts.get(length) ?? 0) > 1);
  // To what ends code, a backslash says nothing: with one of them all are escaped.
  if (pieces.some(({ text }, at) => is[at] === true && text === "`")) escape(() => true);
}
