import { format, type Format } from "./format.ts";
import type { Selection } from "./selection.ts";

interface Press {
  readonly kind: Format;
  readonly before: Selection;
  readonly after: Selection;
}

/** What the last press did, which the same press takes back exactly. */
const last = new WeakMap<HTMLTextAreaElement, Press>();

export function selectionOf(field: HTMLTextAreaElement): Selection {
  return { text: field.value, start: field.selectionStart, end: field.selectionEnd };
}

/** Formats what is selected in a field, or takes that back. */
export function formatIn(field: HTMLTextAreaElement, kind: Format): void {
  const before = selectionOf(field);
  const press = last.get(field);
  const after = press?.kind === kind && isSame(press.after, before) ? press.before : format(before, kind);
  last.set(field, { kind, before, after });
  field.focus();
  if (after.text !== before.text) replaceChanged(field, before.text, after.text);
  field.setSelectionRange(after.start, after.end);
}

/** Writes in place of what is selected, as if it was typed: one step of the browser's undo, where the field has the focus. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  // Deprecated, and the only way that keeps the undo history.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (document.activeElement === field && typeof document.execCommand === "function" && document.execCommand(text === "" ? "delete" : "insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** No more than what differs: that is what an undo selects. */
function replaceChanged(field: HTMLTextAreaElement, before: string, after: string): void {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  field.setSelectionRange(head, before.length - tail);
  insertText(field, after.slice(head, after.length - tail));
}

function isSame(one: Selection, other: Selection): boolean {
  return one.text === other.text && one.start === other.start && one.end === other.end;
}
