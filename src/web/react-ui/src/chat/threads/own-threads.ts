import { Store, type Message, type RoomState } from "@akkarealtime/client";
import type { ThreadsState } from "@akkarealtime/client/threads";
import type { FoldOf } from "../../folds.ts";

export const noThreads: ThreadsState = { marks: new Map(), unread: 0, isKnown: false };

/** How far I have read the threads that I follow, as a part that comes later is told by the server: a room's read mark says nothing of what stands beside the room. */
export const ownThreads = new Store(noThreads);

/** The first answer in a thread that mentions me, by somebody whom I haven't blocked, and that I can't have seen by reading the room. */
export function unseenMention({ entries, room }: RoomState, me: string, { marks, isKnown }: ThreadsState, foldOf: FoldOf): Message | undefined {
  for (const entry of entries) {
    if (entry.kind !== "message") continue;
    const { seq, by, thread, mentions, deleted } = entry.message;
    if (thread === undefined || seq <= room.read || by === me || deleted === true) continue;
    const mark = marks.get(thread);
    // Of a thread that isn't among them nothing is unread.
    if (mentions.includes(me) && (mark ? seq > mark.read : !isKnown) && foldOf(entry.message) === undefined) return entry.message;
  }
  return undefined;
}
