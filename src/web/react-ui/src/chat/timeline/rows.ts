import { withPending, type Message, type Outgoing, type OwnLogEventEnvelope, type Receipt, type RoomState, type TimelineEntry } from "@akkarealtime/client";
import type { Extensions } from "../../extensions.ts";
import type { FoldOf } from "../../folds.ts";
import { isSameDay } from "../../text/format.ts";
import type { Note } from "./notes.ts";

export type DeliveryState = "queued" | "sending" | "sent" | "delivered" | "read" | "failed";

export interface MessageRow {
  readonly kind: "message";
  /** The sender's key: the same element from typing to reading. */
  readonly key: string;
  readonly message: Message | null;
  readonly outgoing: Outgoing | null;
  readonly by: string;
  readonly at: string;
  readonly text: string;
  readonly isOwn: boolean;
  /** First of a run of messages of one sender. */
  readonly isFirst: boolean;
  readonly state: DeliveryState;
  readonly seenBy: number;
  readonly replyTo: string | undefined;
  /** The message that this one answers, where it is loaded. */
  readonly quoted: Message | undefined;
  readonly replies: number;
}

/** An event of the app's own. */
export interface OwnRow {
  readonly kind: "own";
  readonly key: string;
  readonly event: OwnLogEventEnvelope;
  readonly by: string;
  readonly at: string;
  readonly isOwn: boolean;
  readonly isFirst: boolean;
}

export type OwnEntry = Extract<TimelineEntry, { kind: "own" }>;
export type EventEntry = Exclude<TimelineEntry, { kind: "message" | "own" }>;

/** Messages that follow each other, all folded or all shown, of people whom I have blocked; where they are shown, their rows come behind it. */
export interface FoldRow {
  readonly kind: "fold";
  readonly key: string;
  readonly ids: readonly string[];
  readonly isFolded: boolean;
}

export type Row =
  | MessageRow
  | OwnRow
  | FoldRow
  | { readonly kind: "day"; readonly key: string; readonly at: string; readonly floats: true }
  | { readonly kind: "new"; readonly key: string; readonly floats: true }
  | { readonly kind: "note"; readonly key: string; readonly note: Note }
  | {
      readonly kind: "event";
      readonly key: string;
      readonly entry: EventEntry;
      /** Who else came or went by the same hand right after: one line for an invitation of a thousand. */
      readonly others: readonly string[];
    };

/** The line between what was read and what wasn't. */
export const newRowKey = "new";

/** A pause longer than this begins a new run. */
const runMs = 5 * 60_000;

export interface RowOptions {
  readonly me: string;
  readonly readBefore: number;
  /** What I alone am told, each behind what was said before it. */
  readonly notes?: readonly Note[];
  readonly foldOf?: FoldOf;
  /** What shows events of the app's own. */
  readonly events?: Extensions["events"];
  /** Only this thread, its root first; without it everything but the replies in threads. */
  readonly thread?: { readonly root: string; readonly messages: readonly Message[]; readonly more?: boolean };
}

/** Whether there is something that shows this event of the app's own, and something to show. */
export function isShown(events: Extensions["events"], { type, data }: OwnLogEventEnvelope): boolean {
  return events !== undefined && Object.hasOwn(events, type) && data.deleted !== true;
}

/** What an app's own event has in common with a message: it has an author, and folds by them. */
export function saidOf(event: OwnLogEventEnvelope): Pick<Message, "id" | "by" | "at"> & { readonly event: OwnLogEventEnvelope } {
  const { room, seq, by, at } = event.data;
  return { id: `${room} ${seq}`, by, at, event };
}

/** What stands in the timeline, from top to bottom. */
export function rowsOf(state: RoomState, outgoing: readonly Outgoing[], { me, readBefore, notes = [], foldOf, events, thread }: RowOptions): Row[] {
  const rows: Row[] = [];
  const entries: readonly TimelineEntry[] =
    thread === undefined ? state.entries : thread.messages.map((message) => ({ kind: "message", seq: message.seq, message }));
  const byId = new Map<string, Message>();
  const keys = new Set<string>();
  for (const entry of entries) {
    if (entry.kind !== "message") continue;
    byId.set(entry.message.id, entry.message);
    if (entry.message.by === me) keys.add(entry.message.key);
  }
  const others = Object.entries(state.receipts).filter(([user]) => user !== me);
  const days = new Set<string>();
  let lastAt: string | null = null;
  let run: { by: string; at: string } | null = null;
  let fold: (FoldRow & { readonly ids: string[]; end: number }) | undefined;
  // Where what was unread begins before what is loaded, the line has no place yet.
  let isNewMarked = (thread?.more ?? state.more) && (entries[entries.length > 1 && thread ? 1 : 0]?.seq ?? 0) > readBefore + 1;

  const begin = (at: string) => {
    if (lastAt === null || !isSameDay(lastAt, at)) {
      // The same key whatever is loaded; a clock that went back makes a second line for a day.
      const day = new Date(at).toDateString();
      rows.push({ kind: "day", key: days.has(day) ? `day-${day}-${rows.length}` : `day-${day}`, at, floats: true });
      days.add(day);
      run = null;
    }
    lastAt = at;
  };
  const isFirstOfRun = (by: string, at: string) => {
    const isFirst = run === null || run.by !== by || Date.parse(at) - Date.parse(run.at) > runMs;
    run = { by, at };
    return isFirst;
  };

  // Not those from before what is loaded.
  const told = notes.filter(({ seq }) => seq >= (entries[0]?.seq ?? 0) - 1);
  const tell = (before: number) => {
    while (told[0] && told[0].seq < before) {
      const note = told.shift() as Note;
      begin(note.at);
      run = null;
      rows.push({ kind: "note", key: note.key, note });
    }
  };

  for (const entry of entries) {
    tell(entry.seq);
    if (entry.kind === "own" && !isShown(events, entry.event)) continue;
    if (entry.kind !== "message" && entry.kind !== "own") {
      // That both are in it goes without saying in a room of two.
      if (state.room.kind === "direct" && entry.kind === "notice") continue;
      const { at } = entry.kind === "call" ? entry.call : entry.event.data;
      begin(at);
      run = null;
      const last = rows.at(-1);
      const joiner = last?.kind === "event" ? alsoMoved(last.entry, entry) : undefined;
      if (last?.kind === "event" && joiner !== undefined) rows[rows.length - 1] = { ...last, others: [...last.others, joiner] };
      else rows.push({ kind: "event", key: `event-${entry.seq}`, entry, others: [] });
      continue;
    }
    const said = entry.kind === "own" ? saidOf(entry.event) : state.pending.length === 0 ? entry.message : withPending(entry.message, state.pending);
    if (thread === undefined && "thread" in said && said.thread !== undefined) continue;
    const { id, by, at } = said;
    begin(at);
    if (!isNewMarked && entry.seq > readBefore && by !== me) {
      isNewMarked = true;
      run = null;
      rows.push({ kind: "new", key: newRowKey, floats: true });
    }
    const isFolded = foldOf?.(said);
    if (isFolded !== undefined) {
      // Whatever else has come between makes the list longer.
      if (fold?.end !== rows.length || fold.isFolded !== isFolded) {
        fold = { kind: "fold", key: `fold-${id}`, ids: [], isFolded, end: 0 };
        rows.push(fold);
        run = null;
      }
      fold.ids.push(id);
      fold.end = rows.length + +!isFolded;
      if (isFolded) continue;
    }
    const isOwn = by === me;
    const isFirst = isFirstOfRun(by, at);
    if ("event" in said) {
      rows.push({ kind: "own", key: id, event: said.event, by, at, isOwn, isFirst });
      continue;
    }
    const { text, replyTo } = said;
    rows.push({
      kind: "message",
      key: isOwn ? said.key : id,
      message: said,
      outgoing: null,
      by,
      at,
      text,
      isOwn,
      isFirst,
      ...deliveryOf(entry.seq, others),
      replyTo,
      quoted: replyTo === undefined ? undefined : byId.get(replyTo),
      replies: thread === undefined ? (said.replies ?? 0) : 0,
    });
  }
  // What I write goes to the end, which is not here.
  if (thread === undefined && state.newer) return rows;
  tell(Infinity);
  for (const item of outgoing) {
    if (keys.has(item.key) || item.thread !== thread?.root) continue;
    begin(item.at);
    rows.push({
      kind: "message",
      key: item.key,
      message: null,
      outgoing: item,
      by: me,
      at: item.at,
      text: item.text,
      isOwn: true,
      isFirst: isFirstOfRun(me, item.at),
      state: item.state,
      seenBy: 0,
      replyTo: item.replyTo,
      quoted: item.replyTo === undefined ? undefined : byId.get(item.replyTo),
      replies: 0,
    });
  }
  return rows;
}

/** Whether the row is that of a message, or of those that it is folded with. */
export function isRowOf(row: Row, id: string): boolean {
  return row.kind === "message" ? row.message?.id === id : row.kind === "fold" && row.isFolded && row.ids.includes(id);
}

/** The user of an event that says the same as the one before, of somebody else. */
function alsoMoved(before: EventEntry, entry: EventEntry): string | undefined {
  if (before.kind !== "notice" || entry.kind !== "notice") return undefined;
  const [first, second] = [before.event, entry.event];
  if (first.type !== second.type || second.type === "chat.updated" || first.type === "chat.updated") return undefined;
  // Whoever is named when a room is made comes in behind who makes it.
  const isMade = before.seq === 1 && first.type === "chat.joined" && first.data.by === second.data.by;
  if (isMade && second.data.user !== second.data.by) return second.data.user;
  const isByAnother = first.data.by === second.data.by && first.data.user !== first.data.by && second.data.user !== second.data.by;
  return isByAnother ? second.data.user : undefined;
}

function deliveryOf(seq: number, others: readonly (readonly [string, Receipt])[]): { state: DeliveryState; seenBy: number } {
  const seenBy = others.filter(([, { read }]) => read >= seq).length;
  const isDelivered = others.some(([, { delivered }]) => delivered >= seq);
  return { state: seenBy > 0 ? "read" : isDelivered ? "delivered" : "sent", seenBy };
}
