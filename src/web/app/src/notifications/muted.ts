import { browserStorage, Store, type Readable } from "@akkarealtime/client";
import { forgetWith } from "../forget.ts";

const storage = browserStorage("localStorage");
const prefix = "akkarealtime.quiet.";
const stores = new Map<string, Store<ReadonlySet<string>>>();

/** Rooms of which this browser says nothing aloud. */
export function mutedRooms(user: string): Readable<ReadonlySet<string>> {
  return storeOf(user);
}

export function setMuted(user: string, room: string, isMuted: boolean): void {
  const store = storeOf(user);
  const next = new Set(store.get());
  if (isMuted) next.add(room);
  else next.delete(room);
  store.set(next);
  try {
    storage.setItem(prefix + user, JSON.stringify([...next]));
  } catch {
    // It lasts as long as the page.
  }
}

forgetWith((user) => {
  storage.removeItem(prefix + user);
  stores.delete(user);
});

function storeOf(user: string): Store<ReadonlySet<string>> {
  const store = stores.get(user) ?? new Store(read(storage.getItem(prefix + user)));
  stores.set(user, store);
  return store;
}

function read(text: string | null): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(text ?? "[]") as string[]);
  } catch {
    return new Set();
  }
}

if (typeof window !== "undefined") {
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key?.startsWith(prefix)) stores.get(key.slice(prefix.length))?.set(read(newValue));
  });
}
