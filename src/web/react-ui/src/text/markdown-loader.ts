import { Store } from "@akkarealtime/client";
import type { parseMarkdown } from "./markdown.ts";

type Parse = typeof parseMarkdown;

/** The parser, as soon as it is loaded: most messages don't need it, and the page doesn't wait for it. */
export const markdown = new Store<Parse | null>(null);

/** Whether a text could be more than lines of text. */
const marks = /[*_~`\\]|\]\(|^\s{0,3}(?:>|[-+]\s|\d{1,9}[.)]\s)/m;

export function mayBeMarkdown(text: string): boolean {
  return marks.test(text);
}

/** Where it can't be loaded, messages stay the texts that they are. */
export async function loadMarkdown(): Promise<void> {
  if (markdown.get() !== null) return;
  await import("./markdown.ts").then(
    ({ parseMarkdown: parse }) => markdown.set(parse),
    () => undefined,
  );
}
