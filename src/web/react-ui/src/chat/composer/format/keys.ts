import { t, type MessageKey } from "../../../i18n/t.ts";
import type { Format } from "./format.ts";

interface Shortcut {
  readonly key: string;
  readonly isShifted?: boolean;
}

/**
 * As others have them, where browsers leave them free. Blocks of code have none: several lines become one by the keys for code.
 */
const shortcuts: Readonly<Partial<Record<Format, Shortcut>>> = {
  bold: { key: "B" },
  italic: { key: "I" },
  strike: { key: "X", isShifted: true },
  code: { key: "E" },
  quote: { key: "9", isShifted: true },
  bullets: { key: "8", isShifted: true },
  numbers: { key: "7", isShifted: true },
  link: { key: "U", isShifted: true },
};

export const titles: Readonly<Record<Format, MessageKey>> = {
  bold: "format.bold",
  italic: "format.italic",
  strike: "format.strike",
  code: "format.code",
  codeBlock: "format.codeBlock",
  quote: "format.quote",
  bullets: "format.bullets",
  numbers: "format.numbers",
  link: "format.link",
};

/** The format that a key is for: with ⌘ on Apple's systems, where Ctrl moves the caret, else with Ctrl. */
export function formatOfKey({ key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing }: KeyboardEvent): Format | null {
  if (altKey || isComposing || (isApple() ? !metaKey || ctrlKey : !ctrlKey || metaKey)) return null;
  // A digit by its place: with Shift it is another sign on each keyboard. So is a letter where the keyboard writes none of ours.
  const pressed = /^[a-z]$/i.test(key) ? key.toUpperCase() : code.replace(/^(?:Digit|Key)/, "");
  for (const [kind, shortcut] of Object.entries(shortcuts)) if (shortcut.key === pressed && (shortcut.isShifted ?? false) === shiftKey) return kind as Format;
  return null;
}

/** The keys as people write them; null where there are none. */
export function keysFor(kind: Format): string | null {
  const shortcut = shortcuts[kind];
  return shortcut ? writtenKeys(shortcut.key, shortcut.isShifted) : null;
}

export function writtenKeys(key: string, isShifted = false): string {
  if (isApple()) return isShifted ? `⇧⌘${key}` : `⌘${key}`;
  return isShifted ? t("keys.ctrlShift", { key }) : t("keys.ctrl", { key });
}

/** The same for `aria-keyshortcuts`. */
export function ariaKeysFor(kind: Format): string | undefined {
  const shortcut = shortcuts[kind];
  if (!shortcut) return undefined;
  return `${isApple() ? "Meta" : "Control"}+${shortcut.isShifted ? "Shift+" : ""}${shortcut.key}`;
}

function isApple(): boolean {
  return /\bMac OS X\b/.test(navigator.userAgent);
}
