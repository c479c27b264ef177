import { browserStorage } from "@akkarealtime/client";

const storage = browserStorage("sessionStorage");
const prefix = "akkarealtime.draft.";

/** What was typed into a room and not sent, over room changes and reloads of this tab. */
export function keptDraft(key: string): string {
  return storage.getItem(prefix + key) ?? "";
}

export function keepDraft(key: string, text: string): void {
  try {
    if (text) storage.setItem(prefix + key, text);
    else storage.removeItem(prefix + key);
  } catch {
    // A full storage: the draft lives as long as the page.
  }
}
