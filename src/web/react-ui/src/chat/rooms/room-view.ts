import type { Message, Room, RoomState } from "@akkarealtime/client";
import { createContext, useContext } from "react";
import type { MessageCommands } from "../message/message-rights.ts";

/** What stands beside the messages. */
export type Side = { readonly kind: "thread"; readonly root: string; readonly found: string | null } | { readonly kind: "pins" | "details" };

/** An open room, and what is being done in it. */
export interface RoomView {
  readonly room: Room;
  /** Its messages, once they are loaded. */
  readonly state: RoomState | undefined;
  /** A channel that one looks into without being a member. */
  readonly isPreview: boolean;
  readonly commands: MessageCommands;
  readonly editing: string | null;
  readonly replyTo: Message | null;
  readonly stopReply: () => void;
  readonly side: Side | null;
  readonly toggleSide: (kind: "pins" | "details") => void;
  readonly openThread: (root: string, found?: string) => void;
}

export const RoomContext = createContext<RoomView | null>(null);

/** `part` is who asks. */
export function useRoomView(part: string): RoomView {
  const view = useContext(RoomContext);
  if (!view) throw new Error(`${part} needs a Room above it`);
  return view;
}
