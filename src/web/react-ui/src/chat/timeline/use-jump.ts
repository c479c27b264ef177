import type { RoomState } from "@akkarealtime/client";
import { useClient, useReadable } from "@akkarealtime/react";
import { useEffect, useRef, useState, type RefObject } from "react";
import type { VirtualListHandle } from "../../components/list/VirtualList.tsx";
import { t } from "../../i18n/t.ts";
import { attempt, toast } from "../../notifications/toasts.ts";
import { jumps, leaveMessage } from "../../navigation.ts";
import { isRowOf, type Row } from "./rows.ts";

/** How long what was jumped to stands out. */
const foundMs = 2_500;

interface JumpOptions {
  readonly state: RoomState;
  readonly rows: readonly Row[];
  readonly list: RefObject<VirtualListHandle | null>;
  readonly onThread: (root: string, message?: string) => void;
}

/** Goes to the messages that the page is asked for, loading what lies around them, and to rows; says what was found. */
export function useJump({ state, rows, list, onThread }: JumpOptions): { found: string | null; goTo: (key: string) => void } {
  const { rooms } = useClient();
  const jump = useReadable(jumps);
  const [found, setFound] = useState<string | null>(null);
  // A row that is to be gone to as soon as it is there.
  const [wanted, setWanted] = useState<{ readonly key: string } | null>(null);
  const reached = useRef<object | null>(null);
  const room = state.room.id;
  const isLoaded = state.history === "loaded";

  useEffect(() => {
    if (!jump || jump.room !== room || !isLoaded) return;
    jumps.set(null);
    const go = async () => {
      if (!(await rooms.loadAround(room, jump.message))) {
        toast(t("errors.messageGone"));
        leaveMessage();
        return;
      }
      const entry = rooms
        .room(room)
        ?.get()
        .entries.find((one) => one.kind === "message" && one.message.id === jump.message);
      const thread = entry?.kind === "message" ? entry.message.thread : undefined;
      if (thread !== undefined) {
        onThread(thread, jump.message);
        await rooms.loadAround(room, thread);
      }
      setWanted({ key: thread ?? jump.message });
    };
    attempt(go());
  }, [rooms, jump, room, isLoaded, onThread]);

  useEffect(() => {
    if (wanted === null || reached.current === wanted) return;
    const row = rows.find((one) => one.key === wanted.key || isRowOf(one, wanted.key));
    if (!row) return;
    reached.current = wanted;
    list.current?.scrollTo(row.key, row.kind === "new" ? "top" : "middle");
    queueMicrotask(() => setFound(row.kind === "message" ? (row.message?.id ?? null) : null));
  }, [wanted, rows, list]);

  useEffect(() => {
    if (found === null) return;
    const timer = setTimeout(() => setFound(null), foundMs);
    return () => clearTimeout(timer);
  }, [found]);

  return { found, goTo: (key) => setWanted({ key }) };
}
