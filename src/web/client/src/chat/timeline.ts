import { isLogEvent, isOwnType, type AnyLogEvent, type LogEvent, type LogEvents, type Message, type OwnLogEventEnvelope } from "../protocol/index.ts";
import { emptied, isEmptied } from "./gone.ts";
import { changed, toMessage, type ChangeEvent } from "./message.ts";

/** One thing in a room's timeline. */
export type TimelineEntry =
  /** `asOf`: the message came on a page that was ahead of what was seen; events up to here are in it already. */
  | { readonly kind: "message"; readonly seq: number; readonly message: Message; readonly asOf?: number }
  | { readonly kind: "call"; readonly seq: number; readonly call: LogEvents["chat.call"] }
  | { readonly kind: "notice"; readonly seq: number; readonly event: NoticeEvent }
  /** An event that a domain of the app put into the log. */
  | { readonly kind: "own"; readonly seq: number; readonly event: OwnLogEventEnvelope };

/** An event that shows as a line between messages: somebody came or went, or the room has changed. */
export type NoticeEvent = Extract<LogEvent, { type: "chat.joined" | "chat.left" | "chat.updated" }>;

/** In which thread a message stands, as far as that is known. */
export type ThreadOf = (id: string) => string | undefined;

/** `isPart`: what is new is beyond the loaded part, and only what is there changes. */
export function applyToEntries(entries: readonly TimelineEntry[], event: AnyLogEvent, isPart: boolean, threadOf: ThreadOf): readonly TimelineEntry[] {
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
      // Once for each message: what a page has counted already it says by its `asOf`.
      const thread = threadOf(event.data.id);
      const next = changeMessage(entries, event);
      return thread === undefined ? next : change(next, thread, event.data.seq, (root) => ({ ...root, replies: Math.max(0, (root.replies ?? 0) - 1) }));
    }
    case "chat.erased":
      return forgetUser(entries, event.data.user, event.data.seq);
    default:
      // A ban names no message, and changes none: what shows of it is that somebody left.
      return changeMessage(entries, event as ChangeEvent);
  }
}

function changeMessage(entries: readonly TimelineEntry[], event: ChangeEvent): readonly TimelineEntry[] {
  return change(entries, event.data.id, event.data.seq, (message) => changed(message, event));
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

/** What an app's event looks like whose author was erased. */
function emptiedOwn({ type, data: { room, seq, at, by } }: OwnLogEventEnvelope): OwnLogEventEnvelope {
  return { type, data: { room, seq, at, by, deleted: true } };
}

/** A user was erased: nothing of what they said before `seq` stays here either. */
function forgetUser(entries: readonly TimelineEntry[], user: string, seq: number): readonly TimelineEntry[] {
  return entries.map((entry) => {
    if (entry.seq >= seq) return entry;
    if (entry.kind === "message" && entry.message.by === user) return { ...entry, message: emptied(entry.message) };
    return entry.kind === "own" && entry.event.data.by === user ? { ...entry, event: emptiedOwn(entry.event) } : entry;
  });
}
