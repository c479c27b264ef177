import { Store, type Rooms } from "@akkarealtime/client";
import { attempt } from "../../notifications/toasts.ts";

/** As long as a deletion can be taken back. */
const undoMs = 8_000;

interface Deletion {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly run: () => void;
}

const pending = new Map<string, Deletion>();

/** Messages that are shown as deleted, and not deleted yet. */
export const deletions = new Store<ReadonlySet<string>>(new Set());

function end(id: string): void {
  clearTimeout(pending.get(id)?.timer);
  pending.delete(id);
  deletions.set(new Set(pending.keys()));
}

/** Deletes a message for everybody in a moment, unless that is taken back. Until the server has done it, it is shown as if. */
export function deleteSoon(rooms: Rooms, room: string, id: string): void {
  if (pending.has(id)) return;
  const run = () => attempt(rooms.delete(room, id).finally(() => end(id)));
  pending.set(id, { timer: setTimeout(run, undoMs), run });
  deletions.set(new Set(pending.keys()));
}

export function undoDelete(id: string): void {
  end(id);
}

/** Where nobody is there any more to take it back. */
export function deleteNow(): void {
  for (const { timer, run } of pending.values()) {
    clearTimeout(timer);
    run();
  }
}

window.addEventListener("pagehide", deleteNow);
