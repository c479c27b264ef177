import type { Client, Room, RoomSettings } from "@akkarealtime/client";
import { storage } from "../storage.ts";

export type Level = NonNullable<RoomSettings["notify"]>;

/** Of what I am notified: in a conversation of two of every message, elsewhere of what is meant for me, unless I chose. */
export function levelOf({ kind }: Pick<Room, "kind">, settings: RoomSettings | undefined): Level {
  return settings?.notify ?? (kind === "direct" ? "all" : "mentions");
}

const key = (user: string) => `akkarealtime.quiet.${user}`;

/** Rooms that were muted when that was kept in the browser: the server keeps it from now on. */
export function moveMuted(client: Client): void {
  const kept = storage.getItem(key(client.user));
  if (kept === null) return;
  storage.removeItem(key(client.user));
  try {
    for (const room of JSON.parse(kept) as string[]) {
      if (client.settings.of(room)?.notify === undefined) client.settings.set(room, { notify: "nothing" }).catch(() => undefined);
    }
  } catch {
    // What can't be read was nothing.
  }
}
