import { Store, type Readable } from "@akkarealtime/client";
import { forgetWith } from "../../forget.ts";
import { readWith } from "../../kept.ts";
import { storage } from "../../storage.ts";

const prefix = "akkarealtime.draft.";

/** Where a draft belongs: a room, or a thread of it. */
export function draftKey(user: string, room: string, thread = ""): string {
  return `${user}/${room}/${thread}`;
}

/** The drafts of whole rooms of one user, by room, for the list. */
const shown = new Map<string, Store<ReadonlyMap<string, string>>>();

export function keptDraft(key: string): string {
  return storage.getItem(prefix + key) ?? "";
}

/** What was typed and not sent, over room changes, reloads and the end of the browser. */
export function keepDraft(key: string, text: string): void {
  try {
    if (text.trim()) storage.setItem(prefix + key, text);
    else storage.removeItem(prefix + key);
  } catch {
    // A full storage: the draft lives as long as the page.
  }
  note(key, text);
}

export function draftsOf(user: string): Readable<ReadonlyMap<string, string>> {
  const known = shown.get(user);
  if (known) return known;
  const store = new Store<ReadonlyMap<string, string>>(new Map());
  shown.set(user, store);
  read(user);
  return store;
}

function read(user: string): void {
  for (const key of keysOf()) if (key.startsWith(`${user}/`)) note(key, keptDraft(key));
}

readWith(() => {
  for (const [user, store] of shown) {
    store.set(new Map());
    read(user);
  }
});

function note(key: string, text: string): void {
  const [user = "", room = "", thread] = key.split("/");
  const store = shown.get(user);
  if (!store || thread) return;
  const value = text.trim();
  if ((store.get().get(room) ?? "") === value) return;
  store.update((before) => {
    const next = new Map(before);
    if (value) next.set(room, value);
    else next.delete(room);
    return next;
  });
}

function keysOf(): string[] {
  try {
    return storage.keys().flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  } catch {
    return [];
  }
}

forgetWith((user) => {
  for (const key of keysOf()) if (key.startsWith(`${user}/`)) keepDraft(key, "");
});

// Another tab of this browser writes, too.
if (typeof window !== "undefined") {
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key?.startsWith(prefix)) note(key.slice(prefix.length), newValue ?? "");
  });
}
