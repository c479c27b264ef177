import type { LogEvent, LogEvents, Message, Room } from "../protocol/index.ts";

export type TimelineEntry =
  | { readonly kind: "message"; readonly seq: number; readonly message: Message }
  | { readonly kind: "call"; readonly seq: number; readonly call: LogEvents["chat.call"] }
  | { readonly kind: "notice"; readonly seq: number; readonly event: NoticeEvent };

export type NoticeEvent = Extract<LogEvent, { type: "chat.joined" | "chat.left" | "chat.updated" }>;

export type HistoryState = "unloaded" | "loading" | "loaded";

export interface Receipt {
  readonly read: number;
  readonly delivered: number;
}

/** What is known of one room. Immutable; the functions below return the next one. */
export interface RoomState {
  readonly room: Room;
  /** Every event up to and including this seq has been applied. */
  readonly seen: number;
  /** The loaded end of the log, by seq, each once. Empty until the history is loaded. */
  readonly entries: readonly TimelineEntry[];
  readonly history: HistoryState;
  /** Older messages can be loaded. */
  readonly more: boolean;
  readonly receipts: Readonly<Record<string, Receipt>>;
  /** The last applied events: repeated on pages of history that are older than they are. */
  readonly recent: readonly LogEvent[];
}

export type Outcome = "applied" | "duplicate" | "gap";

const recentLimit = 200;
/** A window that grew past this loses its oldest part, which can be loaded again. */
const entriesLimit = 2_000;

export function newRoomState(room: Room): RoomState {
  return { room, seen: room.head, entries: [], history: "unloaded", more: false, receipts: {}, recent: [] };
}

/** The next event of the log, or the reason why it isn't. */
export function receive(state: RoomState, event: LogEvent, me: string): { state: RoomState; outcome: Outcome } {
  const { seq } = event.data;
  if (seq <= state.seen) return { state, outcome: "duplicate" };
  if (seq > state.seen + 1) return { state, outcome: "gap" };
  const recent = [...state.recent, event].slice(-recentLimit);
  const counted: RoomState = { ...state, seen: seq, recent, room: count(state.room, event, me) };
  if (state.history !== "loaded") return { state: counted, outcome: "applied" };
  const entries = applyToEntries(state.entries, event);
  const trimmed = entries.length > entriesLimit ? entries.slice(-entriesLimit * 0.75) : entries;
  return {
    state: { ...counted, entries: trimmed, more: state.more || trimmed.length < entries.length },
    outcome: "applied",
  };
}

/** A page of history, newest or older. Messages stand as of its head; events after that are applied again. */
export function addHistory(state: RoomState, messages: readonly Message[], head: number, more: boolean): RoomState {
  const older = new Set(messages.map((message) => message.seq));
  let entries: readonly TimelineEntry[] = [
    ...state.entries.filter((entry) => !older.has(entry.seq)),
    ...messages.map((message): TimelineEntry => ({ kind: "message", seq: message.seq, message })),
  ].sort((a, b) => a.seq - b.seq);
  for (const event of state.recent) {
    if (event.data.seq > head) entries = applyToEntries(entries, event);
  }
  const room = { ...state.room, head: Math.max(state.room.head, head) };
  return { ...state, room, entries, more, history: "loaded", seen: Math.max(state.seen, head) };
}

/** Events that a page of history doesn't carry (calls, joins) and that were already counted. */
export function addPastEvent(state: RoomState, event: LogEvent): RoomState {
  if (event.type !== "chat.call" && event.type !== "chat.joined" && event.type !== "chat.left" && event.type !== "chat.updated") return state;
  return { ...state, entries: applyToEntries(state.entries, event) };
}

/** The first seq between the oldest loaded message and the head that history had no message for. */
export function firstMissing(state: RoomState): number | undefined {
  const first = state.more ? state.entries[0]?.seq : 1;
  if (first === undefined) return undefined;
  const present = new Set(state.entries.map((entry) => entry.seq));
  for (let seq = first; seq <= state.seen; seq++) if (!present.has(seq)) return seq;
  return undefined;
}

/** The list's view of a room wins, unless events newer than it have been applied already. */
export function refreshRoom(state: RoomState, room: Room): RoomState {
  if (state.history === "unloaded") return { ...state, room, seen: Math.max(state.seen, room.head) };
  if (room.head < state.seen) {
    const { name, topic = "", role } = room;
    return { ...state, room: { ...state.room, name, topic, role } };
  }
  return { ...state, room };
}

/** What the list already counted (up to its head) is not counted again when the event itself comes. */
function count(room: Room, event: LogEvent, me: string): Room {
  const { seq, by } = event.data;
  if (seq <= room.head) return room;
  const next: Room = { ...room, head: seq };
  switch (event.type) {
    case "chat.message": {
      const unread = by !== me && seq > room.read ? 1 : 0;
      const mentioned = unread > 0 && event.data.mentions?.includes(me) === true ? 1 : 0;
      return { ...next, last: toMessage(event.data), unread: room.unread + unread, mentions: room.mentions + mentioned };
    }
    case "chat.edited":
      return room.last?.id === event.data.id ? { ...next, last: { ...room.last, text: event.data.text } } : next;
    case "chat.deleted":
      return room.last?.id === event.data.id ? { ...next, last: { ...room.last, text: "", deleted: true } } : next;
    case "chat.joined":
      return { ...next, members: room.members + 1 };
    case "chat.left":
      return { ...next, members: Math.max(0, room.members - 1) };
    case "chat.updated": {
      const { name = room.name, topic = room.topic ?? "", roles } = event.data;
      return { ...next, name, topic, role: roles?.[me] ?? room.role };
    }
    default:
      return next;
  }
}

export function toMessage(event: LogEvents["chat.message"]): Message {
  const { id, seq, at, by, key, text, replyTo, thread, mentions } = event;
  return { id, seq, at, by, key, text, reactions: {}, ...(replyTo && { replyTo }), ...(thread && { thread }), mentions: mentions ?? [] };
}

function applyToEntries(entries: readonly TimelineEntry[], event: LogEvent): readonly TimelineEntry[] {
  switch (event.type) {
    case "chat.message":
      return insert(entries, { kind: "message", seq: event.data.seq, message: toMessage(event.data) });
    case "chat.call":
      return insert(entries, { kind: "call", seq: event.data.seq, call: event.data });
    case "chat.joined":
    case "chat.left":
    case "chat.updated":
      return insert(entries, { kind: "notice", seq: event.data.seq, event });
    case "chat.edited":
      return change(entries, event.data.id, (message) => ({ ...message, text: event.data.text, editedAt: event.data.at }));
    case "chat.deleted":
      return change(entries, event.data.id, (message) => ({ ...message, text: "", deleted: true, reactions: {} }));
    case "chat.pinned":
      return change(entries, event.data.id, (message) => ({ ...message, pinned: event.data.on }));
    case "chat.reacted":
      return change(entries, event.data.id, (message) => react(message, event.data));
  }
}

function insert(entries: readonly TimelineEntry[], entry: TimelineEntry): readonly TimelineEntry[] {
  const last = entries.at(-1);
  if (last === undefined || last.seq < entry.seq) return [...entries, entry];
  if (entries.some((present) => present.seq === entry.seq)) return entries;
  const after = entries.findIndex((present) => present.seq > entry.seq);
  return [...entries.slice(0, after), entry, ...entries.slice(after)];
}

function change(entries: readonly TimelineEntry[], id: string, edit: (message: Message) => Message): readonly TimelineEntry[] {
  return entries.map((entry) =>
    entry.kind === "message" && entry.message.id === id ? { ...entry, message: edit(entry.message) } : entry,
  );
}

function react(message: Message, { emoji, on, by }: LogEvents["chat.reacted"]): Message {
  const others = (message.reactions?.[emoji] ?? []).filter((user) => user !== by);
  const users = on ? [...others, by] : others;
  const rest = Object.entries(message.reactions ?? {}).filter(([name]) => name !== emoji);
  return { ...message, reactions: Object.fromEntries(users.length > 0 ? [...rest, [emoji, users]] : rest) };
}
