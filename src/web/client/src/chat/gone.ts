import type { LogEvent, Message } from "../protocol/index.ts";
import type { RoomState } from "./room-state.ts";

/** A change that has nothing in it any more: retention or an erasure emptied it in the log. */
export function isEmptied(event: LogEvent): boolean {
  return (event.type === "chat.edited" && event.data.text === "") || (event.type === "chat.reacted" && event.data.emoji === "");
}

/** What a message looks like that was taken out of the log. */
export function emptied(message: Message): Message {
  return { ...message, text: "", deleted: true, mentions: [], reactions: {} };
}

/** Everything up to a seq is past its time. */
export function forgetUpTo(state: RoomState, upTo: number): RoomState {
  const { last, ...room } = state.room;
  return {
    ...state,
    expired: Math.max(state.expired, upTo),
    room: last && last.seq <= upTo ? room : state.room,
    entries: state.entries.filter((entry) => entry.kind !== "message" || entry.seq > upTo),
    recent: state.recent.filter((event) => event.data.seq > upTo || event.type !== "chat.message"),
  };
}
