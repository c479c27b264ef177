import { isLogEvent, isOwnType, type AnyLogEvent, type ChatHistoryReply, type LogEvent, type LogEvents, type Message, type OwnLogEventEnvelope, type Room } from "../protocol/index.ts";
import { emptied, forgetUser, isEmptied } from "./gone.ts";
import { plus, unreadIn, withCounts } from "./unread.ts";

export type TimelineEntry =
  /** `asOf`: the message came on a page that was ahead of what was seen; events up to here are in it already. */
  | { readonly kind: "message"; readonly seq: number; readonly message: Message; readonly asOf?: number }
  | { readonly kind: "call"; readonly seq: number; readonly call: LogEvents["chat.call"] }
  | { readonly kind: "notice"; readonly seq: number; readonly event: NoticeEvent }
  /** An event that a domain of the app put into the log. */
  | { readonly kind: "own"; readonly seq: number; readonly event: OwnLogEventEnvelope };

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
  /** The last applied events: repeated on pages of history that are older than they are. */
  readonly recent: readonly AnyLogEvent[];
  /** What I changed and the log has not told of yet: shown already, and taken back if it is refused. */
  readonly pending: readonly Pending[];
}

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
  return { room, seen: room.head, counted: room.head, entries: [], history: "unloaded", more: false, newer: false, receipts: {}, recent: [], pending: [] };
}

/** The next event of the log, or the reason why it isn't. */
export function receive(state: RoomState, event: AnyLogEvent, me: string): { state: RoomState; outcome: Outcome } {
  const { seq } = event.data;
  if (seq <= state.seen) return { state, outcome: "duplicate" };
  if (seq > state.seen + 1) return { state, outcome: "gap" };
  const recent = [...state.recent, event].slice(-recentLimit);
  const counted: RoomState = withoutSettled({ ...state, seen: seq, recent, room: count(state, event, me) });
  if (state.history !== "loaded") return { state: counted, outcome: "applied" };
  const applied = { ...counted, entries: applyToEntries(state.entries, event, state.newer) };
  return { state: state.newer ? applied : trim(applied, "oldest"), outcome: "applied" };
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
export function addHistory(state: RoomState, messages: readonly Message[], head: number, more: boolean): RoomState {
  return trim({ ...merge(state, messages, head), more }, "newest");
}

/** The page that follows the loaded part. */
export function addNewer(state: RoomState, messages: readonly Message[], head: number, more: boolean): RoomState {
  // At the end, what came since the page was made has to be known: either the events are, or there is one more page.
  const isComplete = !more && (head >= state.seen || (state.recent[0]?.data.seq ?? Infinity) <= head + 1);
  return trim({ ...merge({ ...state, newer: !isComplete }, messages, head), newer: !isComplete }, "oldest");
}

/** The loaded part is another one: that around a message. */
export function replaceHistory(state: RoomState, page: ChatHistoryReply): RoomState {
  const newer = page.newer === true;
  return { ...merge({ ...state, entries: [], newer }, page.messages, page.head), more: page.more, newer };
}

/** Only what the page brings is brought up to date: what was there has seen those events already. */
function merge(state: RoomState, messages: readonly Message[], head: number): RoomState {
  const ahead = head > state.seen && { asOf: head };
  let page: readonly TimelineEntry[] = messages.map((message) => ({ kind: "message", seq: message.seq, message, ...ahead }));
  for (const event of state.recent) {
    if (event.data.seq > head) page = applyToEntries(page, event, state.newer);
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
  return { ...state, entries: applyToEntries(state.entries, event, false) };
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

/** The list's view of a room wins, unless events newer than it have been applied already. */
export function refreshRoom(state: RoomState, room: Room): RoomState {
  if (state.history === "unloaded") return { ...state, ...withCounts(state, room), seen: Math.max(state.seen, room.head) };
  if (room.head < state.seen) {
    const { name, topic, role } = room;
    return { ...state, room: { ...state.room, name, topic, role } };
  }
  return { ...state, ...withCounts(state, room) };
}

/** What the list already counted (up to its head) is not counted again when the event itself comes. */
function count(state: RoomState, event: AnyLogEvent, me: string): Room {
  const { room, counted } = state;
  const { seq } = event.data;
  if (seq <= room.head) return room;
  const next: Room = { ...room, head: seq, ...(seq > counted && plus(room, unreadIn(event, me, room.read, state))) };
  if (!isLogEvent(event) || isEmptied(event)) return next;
  switch (event.type) {
    case "chat.message":
      return { ...next, last: toMessage(event.data) };
    case "chat.edited":
      return room.last?.id === event.data.id ? { ...next, last: { ...room.last, text: event.data.text } } : next;
    case "chat.deleted":
      return room.last?.id === event.data.id ? { ...next, last: { ...room.last, text: "", deleted: true } } : next;
    case "chat.erased":
      return room.last?.by === event.data.user ? { ...next, last: emptied(room.last) } : next;
    case "chat.joined":
      return { ...next, members: room.members + 1 };
    case "chat.left":
      return { ...next, members: Math.max(0, room.members - 1) };
    case "chat.updated": {
      const { name = room.name, topic = room.topic, roles } = event.data;
      return { ...next, name, topic, role: roles?.[me] ?? room.role };
    }
    default:
      return next;
  }
}

export function toMessage(event: LogEvents["chat.message"]): Message {
  const { id, seq, at, by, key, text, replyTo, thread, mentions, attachments, deleted } = event;
  return { ...(deleted && { deleted }), id, seq, at, by, key, text, reactions: {}, ...(replyTo && { replyTo }), ...(thread && { thread }), mentions: mentions ?? [], attachments: attachments ?? [] };
}

/** `isPart`: what is new is beyond the loaded part, and only what is there changes. */
function applyToEntries(entries: readonly TimelineEntry[], event: AnyLogEvent, isPart: boolean): readonly TimelineEntry[] {
  if (!isLogEvent(event)) return isPart || !isOwnType(event.type) ? entries : insert(entries, { kind: "own", seq: event.data.seq, event });
  if (isEmptied(event)) return entries;
  switch (event.type) {
    case "chat.message": {
      const { thread } = event.data;
      const next = isPart ? entries : insert(entries, { kind: "message", seq: event.data.seq, message: toMessage(event.data) });
      return thread === undefined ? next : change(next, thread, event.data.seq, (root) => ({ ...root, replies: (root.replies ?? 0) + 1 }));
    }
    case "chat.call":
      return isPart ? entries : insert(entries, { kind: "call", seq: event.data.seq, call: event.data });
    case "chat.joined":
    case "chat.left":
    case "chat.updated":
      return isPart ? entries : insert(entries, { kind: "notice", seq: event.data.seq, event });
    case "chat.deleted": {
      const deleted = entries.find((entry) => entry.kind === "message" && entry.message.id === event.data.id);
      const thread = deleted?.kind === "message" && !deleted.message.deleted ? deleted.message.thread : undefined;
      const next = changeMessage(entries, event);
      return thread === undefined ? next : change(next, thread, event.data.seq, (root) => ({ ...root, replies: Math.max(0, (root.replies ?? 0) - 1) }));
    }
    case "chat.erased":
      return forgetUser(entries, event.data.user, event.data.seq);
    default:
      return changeMessage(entries, event);
  }
}

function changeMessage(entries: readonly TimelineEntry[], event: ChangeEvent): readonly TimelineEntry[] {
  return change(entries, event.data.id, event.data.seq, (message) => changed(message, event));
}

export type ChangeEvent = Extract<LogEvent, { type: "chat.edited" | "chat.deleted" | "chat.pinned" | "chat.reacted" }>;

/** A message after what happened to it. */
export function changed(message: Message, event: ChangeEvent): Message {
  switch (event.type) {
    case "chat.edited":
      return { ...message, text: event.data.text, editedAt: event.data.at };
    case "chat.deleted":
      return { ...message, text: "", deleted: true, pinned: false, reactions: {} };
    case "chat.pinned":
      return { ...message, pinned: event.data.on };
    case "chat.reacted":
      return react(message, event.data);
  }
}

function insert(entries: readonly TimelineEntry[], entry: TimelineEntry): readonly TimelineEntry[] {
  const last = entries.at(-1);
  if (last === undefined || last.seq < entry.seq) return [...entries, entry];
  if (entries.some((present) => present.seq === entry.seq)) return entries;
  const after = entries.findIndex((present) => present.seq > entry.seq);
  return [...entries.slice(0, after), entry, ...entries.slice(after)];
}

function change(entries: readonly TimelineEntry[], id: string, seq: number, edit: (message: Message) => Message): readonly TimelineEntry[] {
  return entries.map((entry) =>
    entry.kind === "message" && entry.message.id === id && seq > (entry.asOf ?? 0) ? { ...entry, message: edit(entry.message) } : entry,
  );
}

function react(message: Message, { emoji, on, by }: LogEvents["chat.reacted"]): Message {
  const others = (message.reactions[emoji] ?? []).filter((user) => user !== by);
  const users = on ? [...others, by] : others;
  const rest = Object.entries(message.reactions).filter(([name]) => name !== emoji);
  return { ...message, reactions: Object.fromEntries(users.length > 0 ? [...rest, [emoji, users]] : rest) };
}
