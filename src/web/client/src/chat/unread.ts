import type { BlockList } from "../core.ts";
import { isLogEvent, type AnyLogEvent, type ChatUnreadEvent, type Message, type Room } from "../protocol/index.ts";
import { isEmptied } from "./gone.ts";
import { remembersAfter, type RoomState } from "./room-state.ts";

type Counts = Pick<Room, "unread" | "mentions">;

/** Whom something is unread for. */
export interface Reader {
  readonly me: () => string;
  /** Whom I have blocked, where that is a part of the client. */
  readonly blocks: () => BlockList | undefined;
}

/** Whether a message counts as one that mentions me: not from somebody whom I have blocked, as the server counts. */
export function isMention({ by, mentions }: { readonly by: string; readonly mentions?: readonly string[] | undefined }, { me, blocks }: Reader): boolean {
  return !!mentions?.includes(me()) && !blocks()?.has(by);
}

const none: Counts = { unread: 0, mentions: 0 };

/** What an event adds to what is unread for who has read up to `read`; a deletion takes away, where the message is known. */
export function unreadIn(event: AnyLogEvent, reader: Reader, read: number, state: RoomState): Counts {
  const isDeletion = isLogEvent(event) && event.type === "chat.deleted";
  const about = isDeletion ? findMessage(state, event.data.id) : event.data;
  if (about === undefined || about.by === reader.me() || about.seq <= read) return none;
  if (!isLogEvent(event)) return { unread: +(event.data.unread === true && event.data.deleted !== true), mentions: 0 };
  const mentions = +isMention(about, reader);
  if (isDeletion) return { unread: -1, mentions: -mentions };
  return event.type !== "chat.message" || event.data.deleted === true || isEmptied(event) ? none : { unread: 1, mentions };
}

export function plus(counts: Counts, more: Counts): Counts {
  return { unread: Math.max(0, counts.unread + more.unread), mentions: Math.max(0, counts.mentions + more.mentions) };
}

/** As far as this client knows it: in large rooms nobody but the event says that something unread was deleted. */
export function findMessage(
  { recent, entries }: RoomState,
  id: string,
): (Pick<Message, "seq" | "by" | "thread"> & { mentions?: readonly string[] | undefined }) | undefined {
  for (const event of recent) if (isLogEvent(event) && event.type === "chat.message" && event.data.id === id) return event.data;
  for (const entry of entries) if (entry.kind === "message" && entry.message.id === id) return entry.message;
  return undefined;
}

/**
 * The server has counted. Its count and the events come by different ways: what was applied after its head is added, what still
 * comes up to its head will not be, and a count of before a mark or a count that is known already changes nothing.
 */
export function withUnread(state: RoomState, { unread, mentions, upTo, read }: ChatUnreadEvent, reader: Reader): RoomState {
  if (upTo === undefined || read === undefined) return { ...state, room: { ...state.room, unread, mentions } };
  const { room, counted } = state;
  if (read < room.read || (read === room.read && upTo < counted) || !remembersAfter(state, upTo)) return state;
  const later = state.recent.filter((event) => event.data.seq > upTo);
  const counts = later.reduce((sum, event) => plus(sum, unreadIn(event, reader, read, state)), { unread, mentions });
  return { ...state, counted: upTo, room: { ...state.room, ...counts, read } };
}
