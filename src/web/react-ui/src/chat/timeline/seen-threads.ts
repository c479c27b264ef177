import { Store, type Message, type RoomState } from "@akkarealtime/client";
import type { FoldOf } from "../../folds.ts";
import { forgetWith } from "../../forget.ts";

/** How far threads have been seen on this page, by their root: a room's read mark says nothing of what stands beside the room. */
export const seenThreads = new Store<ReadonlyMap<string, number>>(new Map());

forgetWith(() => seenThreads.set(new Map()));

export function threadSeen(root: string, seq: number): void {
  if ((seenThreads.get().get(root) ?? 0) < seq) seenThreads.update((before) => new Map(before).set(root, seq));
}

/** The first answer in a thread that mentions me, by somebody whom I haven't blocked, and that I can't have seen by reading the room. */
export function unseenMention({ entries, room }: RoomState, me: string, seen: ReadonlyMap<string, number>, foldOf: FoldOf): Message | undefined {
  for (const entry of entries) {
    if (entry.kind !== "message") continue;
    const { seq, by, thread, mentions, deleted } = entry.message;
    if (thread === undefined || seq <= room.read || by === me || deleted === true) continue;
    if (mentions.includes(me) && seq > (seen.get(thread) ?? 0) && foldOf(entry.message) === undefined) return entry.message;
  }
  return undefined;
}
