import { linesOf, type Selection } from "./selection.ts";

export type LineFormat = "quote" | "bullets" | "numbers";

/** A line, and what stands before its words. */
interface Line {
  readonly quote: string;
  readonly indent: string;
  readonly marker: string;
  readonly words: string;
}

export function isLines(selection: Selection, kind: LineFormat): boolean {
  const { from, to } = linesOf(selection);
  const all = selection.text.slice(from, to).split("\n").map(read);
  const some = all.filter(isSaid);
  return some.length > 0 && some.every((line) => has(line, kind));
}

/** Makes the lines that are selected those of a quote or list, or of neither again. Blank lines keep what follows out of it. */
export function lines(selection: Selection, kind: LineFormat): Selection {
  const { text, start, end } = selection;
  const { from, to } = linesOf(selection);
  const before = text.slice(0, from);
  const after = text.slice(to);
  const old = text.slice(from, to).split("\n");
  const all = old.map(read);
  const isOn = isLines(selection, kind);
  const above = from === 0 ? null : read(before.slice(0, -1).split("\n").at(-1) ?? "");
  const below = after === "" ? null : read(after.slice(1).split("\n", 1)[0] ?? "");
  let number = kind === "numbers" && above !== null && has(above, kind) ? Number.parseInt(above.marker) : 0;
  const made = all.map((line) => {
    if (isOn) return without(line, kind);
    if (kind === "quote") return isSaid(line) || all.length > 1 ? { ...line, quote: `> ${line.quote}` } : { ...line, quote: "> " };
    if (!isSaid(line) && all.length > 1) return line;
    return { ...line, marker: kind === "bullets" ? "- " : `${++number}. ` };
  });
  // What is no line of it would be read as the end of the line before.
  const gapAbove = isOn && above !== null && has(above, kind) ? "\n" : "";
  const gapBelow = needsGap(below, isOn, kind) ? "\n" : "";
  const shown = made.map(written);
  const head = before + gapAbove;
  const place = (at: number) => {
    let [line, rest] = [0, Math.min(Math.max(at, from), to) - from];
    while (line < old.length - 1 && rest > (old[line]?.length ?? 0)) rest -= (old[line++]?.length ?? 0) + 1;
    // As far from the end of its line as before.
    const now = shown[line] ?? "";
    const words = all[line]?.words.length ?? 0;
    const fromEnd = Math.min((old[line]?.length ?? 0) - rest, words);
    return head.length + shown.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + now.length - fromEnd;
  };
  return { text: head + shown.join("\n") + gapBelow + after, start: place(start), end: place(end) };
}

function read(line: string): Line {
  const [, quote = "", indent = "", marker = "", words = ""] = /^((?:\s{0,3}> ?)*)(\s*)((?:[-*+]|\d{1,9}[.)])(?:\s+|$))?(.*)$/.exec(line) ?? [];
  return { quote, indent, marker, words };
}

function written({ quote, indent, marker, words }: Line): string {
  return marker === "" && words === "" ? quote.trimEnd() + (quote && indent === "" ? " " : indent) : quote + indent + marker + words;
}

function isSaid({ quote, marker, words }: Line): boolean {
  return quote !== "" || marker !== "" || words.trim() !== "";
}

function has({ quote, marker }: Line, kind: LineFormat): boolean {
  if (kind === "quote") return quote !== "";
  return marker !== "" && /^\d/.test(marker) === (kind === "numbers");
}

function without(line: Line, kind: LineFormat): Line {
  return kind === "quote" ? { ...line, quote: line.quote.replace(/^\s{0,3}> ?/, "") } : { ...line, marker: "" };
}

function needsGap(below: Line | null, isOn: boolean, kind: LineFormat): boolean {
  if (below === null || !isSaid(below)) return false;
  if (!isOn) return !has(below, kind) && below.quote === "" && below.marker === "";
  // A list that doesn't begin with 1 doesn't end what stands before it.
  return kind === "numbers" && has(below, kind);
}
