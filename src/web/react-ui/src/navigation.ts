import { Store, type Client } from "@akkarealtime/client";
import { useReadable } from "@akkarealtime/react";
import { smallCall } from "./components/call/use-call-size.ts";
import { useHost } from "./host-context.ts";
import { host } from "./host.ts";

/** A message to be shown; a new object each time, so that one can jump to the same message again. */
export interface Jump {
  readonly room: string;
  readonly message: string;
}

/** Where the parts were asked to go last, until the room has gone there. */
export const jumps = new Store<Jump | null>(null);

/** The open room, where the app doesn't keep it. */
const opened = new Store<string | null>(null);

/** The dialog that is open. */
export const dialog = new Store<"new" | "new-channel" | "directory" | "search" | "shortcuts" | null>(null);

/** The open room, whoever keeps it. */
export function useOpenRoom(): string | null {
  const own = useReadable(opened);
  const { room = own } = useHost("useOpenRoom");
  return room;
}

/** Opens a room; null: none. */
export function openRoom(room: string | null): void {
  const { onRoom } = host();
  if (onRoom) onRoom(room);
  else opened.set(room);
}

/** Opens a room at a message. */
export function openMessage(room: string, message: string): void {
  const { onMessage } = host();
  if (onMessage) {
    onMessage(room, message);
  } else {
    openRoom(room);
    jumpTo(room, message);
  }
}

/** Shows a message as soon as its room is open. */
export function jumpTo(room: string, message: string): void {
  jumps.set({ room, message });
}

export function leaveMessage(): void {
  host().onMessageLeft?.();
}

/** Opens a room that somebody chose: what lies over it makes way. */
export function visit({ calls }: Client, room: string, message?: string): void {
  if (message === undefined) openRoom(room);
  else openMessage(room, message);
  dialog.set(null);
  const { current } = calls.state.get();
  if (current) smallCall.set(current.callId);
}
