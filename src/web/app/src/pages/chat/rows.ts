import type { Message, Outgoing, Receipt, RoomState, TimelineEntry } from "@akkarealtime/client";
import { isSameDay } from "../../lib/format.ts";

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
  readonly quoted: Message | undefined;
  readonly replies: number;
}

export type Row =
  | MessageRow
  | { readonly kind: "day"; readonly key: string; readonly at: string }
  | { readonly kind: "new"; readonly key: string }
  | {
      readonly kind: "event";
      readonly key: string;
      readonly entry: Exclude<TimelineEntry, { kind: "message" }>;
      /** Who else came or went by the same hand right after: one line for an invitation of a thousand. */
      readonly others: readonly string[];
    };

/** A pause longer than this begins a new run. */
const runMs = 5 * 60_000;

export interface RowOptions {
  readonly me: string;
  readonly readBefore: number;
  /** Only this thread; without it everything but the replies in threads. */
  readonly thread?: string;
}

/** What stands in the timeline, from top to bottom. */
export function rowsOf(state: RoomState, outgoing: readonly Outgoing[], { me, readBefore, thread }: RowOptions): Row[] {
  const rows: Row[] = [];
  const replies = new Map<string, number>();
  const byId = new Map<string, Message>();
  const keys = new Set<string>();
  for (const entry of state.entries) {
    if (entry.kind !== "message") continue;
    byId.set(entry.message.id, entry.message);
    if (entry.message.by === me) keys.add(entry.message.key);
    if (entry.message.thread) replies.set(entry.message.thread, (replies.get(entry.message.thread) ?? 0) + 1);
  }
  const others = Object.entries(state.receipts).filter(([user]) => user !== me);
  let lastAt: string | null = null;
  let run: { by: string; at: string } | null = null;
  let isNewMarked = thread !== undefined;

  const begin = (at: string) => {
    if (lastAt === null || !isSameDay(lastAt, at)) {
      rows.push({ kind: "day", key: `day-${at.slice(0, 10)}-${rows.length}`, at });
      run = null;
    }
    lastAt = at;
  };
  const isFirstOfRun = (by: string, at: string) => {
    const isFirst = run === null || run.by !== by || Date.parse(at) - Date.parse(run.at) > runMs;
    run = { by, at };
    return isFirst;
  };

  for (const entry of state.entries) {
    if (entry.kind !== "message") {
      // That both are in it goes without saying in a room of two.
      if (thread !== undefined || (state.room.kind === "direct" && entry.kind === "notice")) continue;
      const { at } = entry.kind === "call" ? entry.call : entry.event.data;
      begin(at);
      run = null;
      const last = rows.at(-1);
      const joiner = last?.kind === "event" ? alsoMoved(last.entry, entry) : undefined;
      if (last?.kind === "event" && joiner !== undefined) rows[rows.length - 1] = { ...last, others: [...last.others, joiner] };
      else rows.push({ kind: "event", key: `event-${entry.seq}`, entry, others: [] });
      continue;
    }
    const { message } = entry;
    const isInThread = message.thread === thread || (thread !== undefined && message.id === thread);
    if (!isInThread) continue;
    begin(message.at);
    if (!isNewMarked && message.seq > readBefore && message.by !== me) {
      isNewMarked = true;
      run = null;
      rows.push({ kind: "new", key: "new" });
    }
    const isOwn = message.by === me;
    rows.push({
      kind: "message",
      key: isOwn ? message.key : message.id,
      message,
      outgoing: null,
      by: message.by,
      at: message.at,
      text: message.text,
      isOwn,
      isFirst: isFirstOfRun(message.by, message.at),
      ...deliveryOf(message.seq, others),
      quoted: message.replyTo === undefined ? undefined : byId.get(message.replyTo),
      replies: replies.get(message.id) ?? 0,
    });
  }
  for (const item of outgoing) {
    if (keys.has(item.key) || item.thread !== thread) continue;
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
      quoted: item.replyTo === undefined ? undefined : byId.get(item.replyTo),
      replies: 0,
    });
  }
  return rows;
}

/** The user of an event that says the same as the one before, of somebody else. */
function alsoMoved(before: TimelineEntry, entry: TimelineEntry): string | undefined {
  if (before.kind !== "notice" || entry.kind !== "notice") return undefined;
  const [first, second] = [before.event, entry.event];
  if (first.type !== second.type || second.type === "chat.updated" || first.type === "chat.updated") return undefined;
  const isByAnother = first.data.by === second.data.by && first.data.user !== first.data.by && second.data.user !== second.data.by;
  return isByAnother ? second.data.user : undefined;
}

function deliveryOf(seq: number, others: readonly (readonly [string, Receipt])[]): { state: DeliveryState; seenBy: number } {
  const seenBy = others.filter(([, { read }]) => read >= seq).length;
  const isDelivered = others.some(([, { delivered }]) => delivered >= seq);
  return { state: seenBy > 0 ? "read" : isDelivered ? "delivered" : "sent", seenBy };
}
