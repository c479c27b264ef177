import type { RoomState } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";

/** Where what is new begins, and how much of it has not been looked for yet. */
interface Unread {
  readonly read: number;
  readonly count: number;
}

/**
 * The place of the line above what is new: what was unread when the room was opened, or what came while one was further up or elsewhere. It stays
 * there while one reads on.
 */
export function useUnread({ room }: RoomState, isAtEnd: boolean): [Unread, () => void] {
  const [unread, setUnread] = useState<Unread>(() => ({ read: room.unread > 0 ? room.read : Number.MAX_SAFE_INTEGER, count: room.unread }));
  const before = useRef(room.unread);
  useEffect(() => {
    const isSeen = isAtEnd && document.visibilityState === "visible";
    const [last, now, read] = [before.current, room.unread, room.read];
    before.current = now;
    if (now <= last || isSeen) return;
    setUnread((old) => (last === 0 ? { read, count: now } : { ...old, count: old.count + now - last }));
  }, [room.unread, room.read, isAtEnd]);
  return [unread, () => setUnread((old) => ({ ...old, count: 0 }))];
}

/** What is on a visible screen has been read. */
export function useReadMark(room: string, upTo: number, isShown: boolean): void {
  const { rooms } = useClient();
  useEffect(() => {
    if (!isShown) return;
    const mark = () => {
      if (document.visibilityState === "visible") rooms.markRead(room, upTo);
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [rooms, room, upTo, isShown]);
}
