import { isInCode } from "./blocks.ts";
import { insertText, selectionOf } from "./edit.ts";
import { linesOf } from "./selection.ts";

/** What is larger is no text that can be sent, and takes seconds to be written as if it was typed. */
const mostHtml = 1_000_000;
const mostText = 70_000;
/** Longer than that nobody waits for a format. */
const mostWaitMs = 2_000;
/** What a format can come from, of which most pasted texts have nothing. */
const formatted = /<(?:b|strong|i|em|s|strike|del|a|ul|ol|blockquote|pre|code|kbd|samp|tt|h[1-6]|table|img)[\s>]|font-weight|font-style|line-through|mso-list/i;

/** Pastes a text that has a format as Markdown. What has none is left to the browser. */
export function paste(event: ClipboardEvent): void {
  const { clipboardData: data, currentTarget: field } = event;
  if (!data || !(field instanceof HTMLTextAreaElement)) return;
  const html = data.getData("text/html");
  const plain = data.getData("text/plain").replace(/\r\n?/g, "\n");
  if (plain === "" || html.length > mostHtml || plain.length > mostText || !formatted.test(html)) return;
  // In code a text is nothing but that; and an editor says that it was one.
  if (data.types.includes("vscode-editor-data") || isInCode(selectionOf(field))) return;
  event.preventDefault();
  void pasteAs(field, html, plain);
}

async function pasteAs(field: HTMLTextAreaElement, html: string, plain: string): Promise<void> {
  // What is pasted belongs to the message that is being written.
  const hold = (key: KeyboardEvent) => {
    if (key.key !== "Enter") return;
    key.preventDefault();
    key.stopImmediatePropagation();
  };
  window.addEventListener("keydown", hold, true);
  const markdown = await Promise.race([convert(html), wait(mostWaitMs)]);
  window.removeEventListener("keydown", hold, true);
  // Another conversation is open by now.
  if (!field.isConnected) return;
  insertText(field, markdown ? fitted(field, markdown) : plain);
}

async function convert(html: string): Promise<string | null> {
  try {
    return (await import("../../../text/markdown-of-html.ts")).markdownOfHtml(html);
  } catch {
    return null;
  }
}

function wait(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}

/** A list, a quote or code begins its line, and a line that is there ends it. */
function fitted(field: HTMLTextAreaElement, markdown: string): string {
  const selection = selectionOf(field);
  const { from, to } = linesOf(selection);
  const [first = ""] = markdown.split("\n", 1);
  const last = markdown.slice(markdown.lastIndexOf("\n") + 1);
  const isBlock = /^(?:>|- |\d+\. |`{3})/;
  const before = isBlock.test(first) && selection.text.slice(from, selection.start).trim() !== "" ? "\n" : "";
  const after = isBlock.test(last.trimStart()) && selection.text.slice(selection.end, to).trim() !== "" ? "\n\n" : "";
  return before + markdown + after;
}
