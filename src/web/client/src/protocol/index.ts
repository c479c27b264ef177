import type { CallEvents, Call, CallHistoryEntry, Description, Candidate, IceConfiguration, MediaKind, MediaState } from "./calls.ts";
import type { EventsPage, HistoryPage, LogEvents, MembersPage, Message, Role, Room, SearchHits, Sent } from "./chat.ts";
import type { ErrorData, SessionReady } from "./session.ts";
import type { ChosenStatus, Status, StatusChoice } from "./status.ts";

export * from "./calls.ts";
export * from "./chat.ts";
export * from "./session.ts";
export * from "./status.ts";

type None = Readonly<Record<string, never>>;

/** Every request that is answered: what goes out, what comes back. `ref` is added by the connection. */
export interface Requests {
  "session.auth": { data: { token: string; device?: string }; reply: SessionReady };
  "session.ping": { data: None; reply: { serverTime: string } };
  "chat.rooms": { data: None; reply: { rooms: readonly Room[] } };
  "chat.create": {
    data: { kind: "group" | "channel"; name: string; members?: readonly string[]; topic?: string };
    reply: { room: Room };
  };
  "chat.direct": { data: { user: string }; reply: { room: Room } };
  "chat.join": { data: { room: string }; reply: { room: Room } };
  "chat.leave": { data: { room: string }; reply: { room: string } };
  "chat.invite": { data: { room: string; users: readonly string[] }; reply: { room: Room } };
  "chat.remove": { data: { room: string; users: readonly string[] }; reply: { room: Room } };
  "chat.update": {
    data: { room: string; name?: string; topic?: string; roles?: Readonly<Record<string, Role>> };
    reply: { room: Room };
  };
  "chat.members": {
    data: { room: string; after?: string; limit?: number; query?: string; users?: readonly string[] };
    reply: MembersPage;
  };
  "chat.watch": { data: { room: string }; reply: { room: string; head: number } };
  "chat.unwatch": { data: { room: string }; reply: { room: string } };
  "chat.directory": { data: { query?: string; before?: string }; reply: { rooms: readonly Room[] } };
  "chat.send": {
    data: {
      room: string;
      key: string;
      text: string;
      replyTo?: string;
      thread?: string;
      mentions?: readonly string[];
    };
    reply: Sent;
  };
  "chat.edit": { data: { room: string; id: string; text: string }; reply: { room: string; seq: number } };
  "chat.delete": { data: { room: string; id: string }; reply: { room: string; seq: number } };
  "chat.react": {
    data: { room: string; id: string; emoji: string; on: boolean };
    reply: { room: string; seq: number };
  };
  "chat.pin": { data: { room: string; id: string; on: boolean }; reply: { room: string; seq: number } };
  "chat.history": {
    data: { room: string; before?: number; after?: number; around?: string; limit: number; thread?: string };
    reply: HistoryPage;
  };
  "chat.pins": {
    data: { room: string; before?: number; limit?: number };
    reply: { room: string; messages: readonly Message[]; more: boolean };
  };
  "chat.sync": { data: { rooms: Readonly<Record<string, number>> }; reply: None };
  "chat.read": { data: { room: string; seq: number }; reply: None };
  "chat.search": {
    data: { text: string; room?: string; before?: number; limit?: number };
    reply: SearchHits;
  };
  "call.start": {
    data: { room?: string; user?: string; media: MediaKind; key: string };
    reply: { call: Call } & IceConfiguration;
  };
  "call.accept": { data: { callId: string }; reply: { call: Call } & IceConfiguration };
  "call.decline": { data: { callId: string; reason?: string }; reply: None };
  "call.cancel": { data: { callId: string }; reply: None };
  "call.leave": { data: { callId: string }; reply: None };
  "call.end": { data: { callId: string }; reply: None };
  "call.join": { data: { callId: string }; reply: { call: Call } & IceConfiguration };
  "call.invite": { data: { callId: string; users: readonly string[] }; reply: None };
  "call.ice": { data: { callId: string }; reply: { ttlSeconds: number } & IceConfiguration };
  "call.mute": { data: { callId: string; participant: string }; reply: None };
  "call.remove": { data: { callId: string; user: string }; reply: None };
  "call.history": {
    data: { before?: string; limit?: number };
    reply: { calls: readonly CallHistoryEntry[]; more: boolean; missed: number };
  };
  "call.seen": { data: { callId?: string }; reply: None };
  "call.list": { data: Record<string, never>; reply: { calls: readonly Call[] } };
  "status.set": { data: StatusChoice; reply: Status & { chosen?: ChosenStatus } };
  "status.subscribe": { data: { users: readonly string[] }; reply: { users: readonly Status[] } };
  "status.get": { data: { users: readonly string[] }; reply: { users: readonly Status[] } };
}

/** What goes out without an answer. */
export interface Notices {
  "chat.typing": { room: string; on: boolean };
  "call.signal": { callId: string; to: string; description?: Description; candidate?: Candidate };
  "call.media": { callId: string } & MediaState;
  "call.stats": { callId: string; rttMs?: number; lossPct?: number; jitterMs?: number; bitrateKbps?: number };
  "call.reaction": { callId: string; emoji: string };
  "status.activity": { idle: boolean };
}

/** What the server says unasked; some of them are replies as well. */
export interface ServerEvents extends LogEvents, CallEvents {
  "session.ready": SessionReady & { readonly ref?: string };
  "session.expiring": { readonly expiresAt: string };
  "session.draining": { readonly reconnectAfterMs: number };
  "session.lagging": { readonly rooms: readonly string[] };
  error: ErrorData;
  "chat.room": { readonly room: Room };
  "chat.rooms": { readonly rooms: readonly Room[] };
  "chat.members": MembersPage;
  "chat.history": HistoryPage;
  "chat.found": SearchHits;
  "chat.events": EventsPage;
  "chat.typing": { readonly room: string; readonly user: string; readonly on: boolean };
  "chat.receipt": { readonly room: string; readonly user: string; readonly read: number; readonly delivered: number };
  "chat.expired": { readonly room: string; readonly upTo: number };
  "chat.unread": { readonly room: string; readonly unread: number; readonly mentions: number };
  "status.snapshot": { readonly users: readonly Status[] };
  "status.changed": { readonly users: readonly Status[] };
}

export type ServerEventType = keyof ServerEvents;

export interface Envelope {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads one frame; undefined when it is no envelope (protocol §1). */
export function decode(frame: unknown): Envelope | undefined {
  if (typeof frame !== "string") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string") return undefined;
  const data = "data" in value ? value.data : {};
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  return { type: value.type, data: data as Record<string, unknown> };
}
