import { change, linesOf, type Range, type Selection } from "./selection.ts";

/** A block of code with its fences; the last may have no end. */
interface Block extends Range {
  readonly inner: Range;
}

export function isInBlock(selection: Selection): boolean {
  return blockAround(selection) !== null;
}

/** Whether the caret is in code, where a text is nothing but that. */
export function isInCode(selection: Selection): boolean {
  if (isInBlock(selection)) return true;
  const { text, start, end } = selection;
  const line = linesOf(selection);
  return [...text.slice(line.from, line.to).matchAll(/(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)].some(({ 0: whole, index }) => line.from + index < start && end < line.from + index + whole.length);
}

/** Puts fences around what is selected, on lines of their own; around the line that the caret is on. Takes them away where they are. */
export function codeBlock(selection: Selection): Selection {
  const { text, start, end } = selection;
  const block = blockAround(selection);
  if (block) {
    return change(selection, [
      { from: block.from, to: block.inner.from, insert: "" },
      { from: block.inner.to, to: block.to, insert: "" },
    ]);
  }
  const around = linesOf(selection);
  // A part of one line leaves the line; of several lines they are whole.
  const isPart = start < end && !text.slice(start, end).includes("\n");
  const { from, to } = isPart ? { from: start, to: end } : around;
  const fence = fenceFor(text.slice(from, to));
  const open = `${from > around.from ? "\n" : ""}${fence}\n`;
  const close = `\n${fence}${to < around.to ? "\n" : ""}`;
  return {
    text: text.slice(0, from) + open + text.slice(from, to) + close + text.slice(to),
    start: Math.max(start, from) + open.length,
    end: Math.min(end, to) + open.length,
  };
}

export function fenceFor(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}

function blockAround({ text, start, end }: Selection): Block | null {
  return blocksOf(text).find(({ from, to }) => from <= start && end <= to) ?? null;
}

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly from: number; readonly inner: number; readonly fence: string } | null = null;
  for (let at = 0; at <= text.length; ) {
    const stop = text.indexOf("\n", at);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(at, end);
    if (open === null) {
      const fence = /^\s{0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
      if (fence) open = { from: at, inner: Math.min(end + 1, text.length), fence };
    } else if (line.trim().startsWith(open.fence) && line.trim() === open.fence.charAt(0).repeat(line.trim().length)) {
      blocks.push({ from: open.from, to: end, inner: { from: open.inner, to: Math.max(open.inner, at - 1) } });
      open = null;
    }
    at = end + 1;
  }
  if (open !== null) blocks.push({ from: open.from, to: text.length, inner: { from: open.inner, to: text.length } });
  return blocks;
}
