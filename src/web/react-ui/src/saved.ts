import type { BookmarkedMessage, Client } from "@akkarealtime/client";
import { Store } from "@akkarealtime/client";

/** What I have saved for later, the latest first; null until the server has said so. */
export const saved = new Store<readonly BookmarkedMessage[] | null>(null);

/** Whether the list is shown. */
export const savedList = new Store(false);

type Connection = Client["connection"];

const pageSize = 200;

async function load(connection: Connection): Promise<void> {
  const all: BookmarkedMessage[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await connection.request("chat.bookmarks", { limit: pageSize, ...(cursor !== undefined && { cursor }) });
    all.push(...page.bookmarks);
    cursor = page.next;
    more = cursor !== undefined;
  }
  saved.set(all);
}

/** Keeps {@link saved} as the server has it, over reconnects and my other devices, until the returned function is called. */
export function followSaved(connection: Connection): () => void {
  // Without it nothing shows as saved, and the next session asks again.
  const again = () => void load(connection).catch(() => undefined);
  const ends = [connection.onReady(again), connection.on("chat.bookmarked", again)];
  if (connection.isReady) again();
  return () => {
    for (const end of ends) end();
    saved.set(null);
    savedList.set(false);
  };
}

/** While the list is shown, it is as the messages are. */
export function watchSaved(connection: Connection): () => void {
  const again = () => void load(connection).catch(() => undefined);
  again();
  const ends = [connection.on("chat.deleted", again), connection.on("chat.edited", again)];
  return () => {
    for (const end of ends) end();
  };
}

/** For later, or no more. The answer changes {@link saved}. */
export async function save(connection: Connection, room: string, id: string, on: boolean): Promise<void> {
  await connection.request("chat.bookmark", { room, id, on });
}
