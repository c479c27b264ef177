import { isLogEvent, isOwnType, type AnyLogEvent, type ChatHistoryReply, type LogEvents, type Member, type Message, type Room } from "../protocol/index.ts";
import { emptied, isEmptied } from "./gone.ts";
import { applyToEntries, changed, toMessage, type ChangeEvent, type TimelineEntry } from "./timeline.ts";
import { findMessage, plus, unreadIn, withUnread, type Reader } from "./unread.ts";

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

export type Outcome = "applied" | "duplicate" | "gap";

const recentLimit = 200;
/** What is loaded at most. A window that grew past this loses a part at its other end, which can be loaded again. */
export const entriesLimit = 800;
const entriesKept = 600;

export function newRoomState(room: Room): RoomState {
  return { room, seen: room.head, counted: room.head, entries: [], history: "unloaded", more: false, newer: false, receipts: {}, recent: [], expired: 0, pending: [] };
}

/** The next event of the log, or the reason why it isn't. */
export function receive(state: RoomState, event: AnyLogEvent, reader: Reader): { state: RoomState; outcome: Outcome } {
  const { seq } = event.data;
  if (seq <= state.seen) return { state, outcome: "duplicate" };
  if (seq > state.seen + 1) return { state, outcome: "gap" };
  const recent = [...state.recent, event].slice(-recentLimit);
  const counted: RoomState = withoutSettled({ ...state, seen: seq, recent, room: count(state, event, reader) });
  if (state.history !== "loaded") return { state: counted, outcome: "applied" };
  const applied = { ...counted, entries: applyToEntries(state.entries, event, state.newer, (id) => findMessage(state, id)?.thread) };
  return { state: state.newer ? applied : trim(applied, "oldest"), outcome: "applied" };
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

/** Lets go of one end of a window that has grown too large. */
function trim(state: RoomState, end: "oldest" | "newest"): RoomState {
  const { entries } = state;
  if (entries.length <= entriesLimit) return state;
  return end === "oldest" ? { ...state, entries: entries.slice(-entriesKept), more: true } : { ...state, entries: entries.slice(0, entriesKept), newer: true };
}

/**
 * A page of history, the newest or an older one. Messages stand as of its head; events after that are applied again. Where it
 * is ahead of what was seen, the events between still have to come: for what is not on the page, for counts and for who listens.
 */
export function addHistory(state: RoomState, { messages, head, more }: ChatHistoryReply): RoomState {
  return trim({ ...merge(state, messages, head), more }, "newest");
}

/** The page that follows the loaded part. */
export function addNewer(state: RoomState, { messages, head, more: newer }: ChatHistoryReply): RoomState {
  return trim({ ...merge({ ...state, newer }, messages, head), newer }, "oldest");
}

/** The loaded part is another one: that around a message. */
export function replaceHistory(state: RoomState, page: ChatHistoryReply): RoomState {
  const newer = page.newer === true;
  return { ...merge({ ...state, entries: [], newer }, page.messages, page.head), more: page.more, newer };
}

/** Only what the page brings is brought up to date: what was there has seen those events already. */
function merge(state: RoomState, messages: readonly Message[], head: number): RoomState {
  const ahead = head > state.seen && { asOf: head };
  const threadOf = (id: string) => (messages.find((message) => message.id === id) ?? findMessage(state, id))?.thread;
  let page: readonly TimelineEntry[] = messages
    .filter(({ seq }) => seq > state.expired)
    .map((message) => ({ kind: "message", seq: message.seq, message, ...ahead }));
  for (const event of state.recent) {
    if (event.data.seq > head) page = applyToEntries(page, event, state.newer, threadOf);
  }
  const brought = new Set(page.map((entry) => entry.seq));
  const entries = [...state.entries.filter((entry) => !brought.has(entry.seq)), ...page].sort((a, b) => a.seq - b.seq);
  return { ...state, entries, history: "loaded" };
}

const shownBesideMessages: ReadonlySet<string> = new Set<keyof LogEvents>(["chat.call", "chat.joined", "chat.left", "chat.updated"]);

/** Events that a page of history doesn't carry (calls, joins, an app's own) and that were already counted. */
export function addPastEvent(state: RoomState, event: AnyLogEvent): RoomState {
  if (!isOwnType(event.type) && !shownBesideMessages.has(event.type)) return state;
  const first = state.more ? (state.entries[0]?.seq ?? 1) : 1;
  const last = state.newer ? (state.entries.at(-1)?.seq ?? 0) : state.seen;
  if (event.data.seq < first || event.data.seq > last) return state;
  return { ...state, entries: applyToEntries(state.entries, event, false, () => undefined) };
}

/** The first seq of the loaded part that history had no message for. */
export function firstMissing(state: RoomState): number | undefined {
  const first = state.more ? state.entries[0]?.seq : 1;
  const last = state.newer ? (state.entries.at(-1)?.seq ?? 0) : state.seen;
  if (first === undefined) return undefined;
  const present = new Set(state.entries.map((entry) => entry.seq));
  for (let seq = first; seq <= last; seq++) if (!present.has(seq)) return seq;
  return undefined;
}

/** Whether the message would stand in the loaded part. */
export function isLoadedAt(state: RoomState, seq: number): boolean {
  const [first, last] = [state.entries[0]?.seq, state.entries.at(-1)?.seq];
  if (state.history !== "loaded") return false;
  return (!state.more || (first !== undefined && seq >= first)) && (!state.newer || (last !== undefined && seq <= last));
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
  if (!isLogEvent(event) || isEmptied(event)) return next;
  switch (event.type) {
    case "chat.message":
      return { ...next, last: toMessage(event.data) };
    case "chat.erased":
      return room.last?.by === event.data.user ? { ...next, last: emptied(room.last) } : next;
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
      // What has no id is about no message.
      return room.last && room.last.id === (event as ChangeEvent).data.id ? { ...next, last: changed(room.last, event as ChangeEvent) } : next;
  }
}
