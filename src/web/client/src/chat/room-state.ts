import { isLogEvent, type AnyLogEvent, type Member, type Message, type Room } from "../protocol/index.ts";
import { after, changed, toMessage, type ChangeEvent } from "./message.ts";
import type { TimelineEntry } from "./timeline.ts";
import { plus, unreadIn, withUnread, type Reader } from "./unread.ts";

/** Whether a room's history was loaded. */
export type HistoryState = "unloaded" | "loading" | "loaded";

/** How far somebody has read a room, and how far it was delivered to them: numbers of its log. */
export interface Receipt {
  readonly read: number;
  readonly delivered: number;
}

/** What is known of one room. Immutable; the functions below return the next one. */
export interface RoomState {
  readonly room: Room;
  /** Every event up to and including this seq has been applied. */
  readonly seen: number;
  /** What the server said last to be unread was counted up to this seq; what is later was added to it here. */
  readonly counted: number;
  /** The loaded part of the log without holes, by seq, each once. Empty until the history is loaded. */
  readonly entries: readonly TimelineEntry[];
  readonly history: HistoryState;
  /** Older messages can be loaded. */
  readonly more: boolean;
  /** Newer messages can be loaded: the loaded part is not the end of the log. */
  readonly newer: boolean;
  readonly receipts: Readonly<Record<string, Receipt>>;
  /** The last applied events without a hole: repeated on pages of history that are older than they are. */
  readonly recent: readonly AnyLogEvent[];
  /** Messages up to this seq are past their time, whatever an older page says. */
  readonly expired: number;
  /** What I changed and the log has not told of yet: shown already, and taken back if it is refused. */
  readonly pending: readonly Pending[];
}

/** A change that shows before the server has answered. */
export interface Pending {
  readonly key: number;
  readonly event: ChangeEvent;
  /** Where it stands in the log, once that was answered. */
  readonly seq?: number;
}

const recentLimit = 200;

export function newRoomState(room: Room): RoomState {
  return { room, seen: room.head, counted: room.head, entries: [], history: "unloaded", more: false, newer: false, receipts: {}, recent: [], expired: 0, pending: [] };
}

/** With the next event of the log counted and remembered; the same where it was before; undefined where one before it is missing. */
export function receive(state: RoomState, event: AnyLogEvent, reader: Reader): RoomState | undefined {
  const { seq } = event.data;
  if (seq <= state.seen) return state;
  if (seq > state.seen + 1) return undefined;
  const recent = [...state.recent, event].slice(-recentLimit);
  return withoutSettled({ ...state, seen: seq, recent, room: count(state, event, reader) });
}

/** Whether every event after `head` that was applied is remembered, so that what stands as of `head` can be brought up to date. */
export function remembersAfter({ seen, recent }: RoomState, head: number): boolean {
  return head >= seen || (recent[0]?.data.seq ?? Infinity) <= head + 1;
}

/** What the log has told of is pending no more. */
export function withoutSettled(state: RoomState): RoomState {
  const pending = state.pending.filter(({ seq }) => seq === undefined || seq > state.seen);
  return pending.length === state.pending.length ? state : { ...state, pending };
}

/** A message with what I changed of it. */
export function withPending(message: Message, pending: readonly Pending[]): Message {
  return pending.reduce((before, { event }) => (event.data.id === message.id ? changed(before, event) : before), message);
}

/** The server's view of a room, with its counts where they are newer. It may be older than what was applied since it was asked for. */
export function refreshRoom(state: RoomState, told: Room, reader: Reader): RoomState {
  const { read, unread, mentions } = state.room;
  const counts = { ...told, room: told.id, upTo: told.head };
  if (told.head < state.room.head && remembersAfter(state, told.head)) {
    // Events of before it may have been passed over: it stands, with what is known to have happened since.
    const later = state.recent.filter(({ data }) => data.seq > told.head);
    const room = later.reduce<Room>((before, event) => count({ ...state, room: before, counted: Infinity }, event, reader), { ...told, read, unread, mentions });
    return withUnread({ ...state, room: { ...room, head: state.room.head } }, counts, reader);
  }
  if (told.head < state.room.head) {
    // What a direct room is called is no event of its log.
    const room = told.kind === "direct" ? { ...state.room, name: told.name } : state.room;
    return withUnread({ ...state, room }, counts, reader);
  }
  const { last, ...rest } = told;
  const room = { ...rest, ...(last && last.seq > state.expired && { last }), read, unread, mentions };
  const refreshed = withUnread({ ...state, room }, counts, reader);
  // Only what is loaded has to see each event; the others begin here.
  const isAhead = state.history === "unloaded" && told.head > state.seen;
  return isAhead ? { ...refreshed, seen: told.head, recent: [] } : refreshed;
}

/** How far others have read, and been reached. Only ever forward: what was asked for may be older than what has been told since. */
export function withReceipts(state: RoomState, marks: readonly Pick<Member, "user" | "read" | "delivered">[]): RoomState {
  const receipts = { ...state.receipts };
  for (const { user, read, delivered } of marks) {
    if (read === undefined) continue;
    const before = receipts[user];
    receipts[user] = { read: Math.max(read, before?.read ?? 0), delivered: Math.max(delivered ?? read, before?.delivered ?? 0) };
  }
  return { ...state, receipts };
}

/** What the list already counted (up to its head) is not counted again when the event itself comes. */
function count(state: RoomState, event: AnyLogEvent, reader: Reader): Room {
  const { room, counted } = state;
  const { seq } = event.data;
  if (seq <= room.head) return room;
  const next: Room = { ...room, head: seq, ...(seq > counted && plus(room, unreadIn(event, reader, room.read, state))) };
  if (!isLogEvent(event)) return next;
  switch (event.type) {
    case "chat.message":
      return { ...next, last: toMessage(event.data) };
    case "chat.joined":
      return { ...next, members: room.members + 1 };
    case "chat.left":
      return { ...next, members: Math.max(0, room.members - 1) };
    case "chat.updated": {
      // What is left is what has changed of the room.
      // eslint-disable-next-line @typescript-eslint/no-unused-vars
      const { roles, room: id, seq: number, at, by, ...changes } = event.data;
      return { ...next, ...changes, role: roles?.[reader.me()] ?? room.role };
    }
    default:
      return room.last ? { ...next, last: after(room.last, event) } : next;
  }
}
