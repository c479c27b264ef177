import { isOwnType, type AnyLogEvent, type ChatHistoryReply, type LogEvents, type Message } from "../protocol/index.ts";
import type { RoomState } from "./room-state.ts";
import { applyToEntries, type TimelineEntry } from "./timeline.ts";
import { findMessage } from "./unread.ts";

/** What is loaded at most. A window that grew past this loses a part at its other end, which can be loaded again. */
const entriesLimit = 800;
const entriesKept = 600;

/** An event of the log, counted already, in the loaded part. */
export function withEvent(state: RoomState, event: AnyLogEvent): RoomState {
  if (state.history !== "loaded") return state;
  const applied = { ...state, entries: applyToEntries(state.entries, event, state.newer, (id) => findMessage(state, id)?.thread) };
  return state.newer ? applied : trim(applied, "oldest");
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
