export type RoomKind = "direct" | "group" | "channel";
export type Role = "owner" | "admin" | "member";

/** A file of a message: what the upload answered. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly url: string;
  /** Pixels, of pictures. */
  readonly width?: number;
  readonly height?: number;
}

export interface Message {
  readonly id: string;
  readonly seq: number;
  readonly at: string;
  readonly by: string;
  readonly key: string;
  readonly text: string;
  readonly editedAt?: string;
  readonly deleted?: boolean;
  readonly pinned?: boolean;
  readonly replyTo?: string;
  readonly thread?: string;
  readonly mentions?: readonly string[];
  readonly attachments?: readonly Attachment[];
  readonly reactions?: Readonly<Record<string, readonly string[]>>;
  /** How many messages stand in its thread; missing where there are none. */
  readonly replies?: number;
}

export interface Room {
  readonly id: string;
  readonly kind: RoomKind;
  readonly name: string;
  readonly topic?: string;
  readonly members: number;
  readonly role: Role;
  readonly head: number;
  readonly read: number;
  readonly unread: number;
  readonly mentions: number;
  readonly last?: Message;
  readonly peer?: string;
}

/** Somebody in a room (protocol §7). */
export interface Member {
  readonly user: string;
  readonly name: string;
  readonly role: Role;
  /** How far they have read and got, where everybody may see it. */
  readonly read?: number;
  readonly delivered?: number;
}

export interface MembersPage {
  readonly room: string;
  readonly members: readonly Member[];
  readonly total: number;
  readonly more: boolean;
  readonly head: number;
}

export interface SearchHits {
  readonly hits: readonly { readonly room: string; readonly message: Message }[];
  readonly more: boolean;
}

/** What every durable event of a room's log carries. */
export interface Logged {
  readonly room: string;
  readonly seq: number;
  readonly at: string;
  readonly by: string;
}

export type CallOutcome = "hangup" | "declined" | "cancelled" | "timeout" | "busy" | "failed" | "host";

export interface LogEvents {
  "chat.message": Logged & {
    readonly id: string;
    readonly key: string;
    readonly text: string;
    readonly replyTo?: string;
    readonly thread?: string;
    readonly mentions?: readonly string[];
    /** What it said was taken out of the log. */
    readonly deleted?: boolean;
    readonly attachments?: readonly Attachment[];
  };
  "chat.edited": Logged & { readonly id: string; readonly text: string };
  "chat.deleted": Logged & { readonly id: string };
  "chat.reacted": Logged & { readonly id: string; readonly emoji: string; readonly on: boolean };
  "chat.pinned": Logged & { readonly id: string; readonly on: boolean };
  "chat.joined": Logged & { readonly user: string; readonly role: Role };
  "chat.left": Logged & { readonly user: string };
  "chat.updated": Logged & {
    readonly name?: string;
    readonly topic?: string;
    readonly roles?: Readonly<Record<string, Role>>;
  };
  "chat.call": Logged & {
    readonly callId: string;
    readonly outcome: string;
    readonly durationMs: number;
    readonly media: "audio" | "video";
  };
  "chat.erased": Logged & { readonly user: string };
}

export type LogEventType = keyof LogEvents;
/** One entry of a room's log, the same live and in `chat.events`. */
export type LogEvent = { [K in LogEventType]: { readonly type: K; readonly data: LogEvents[K] } }[LogEventType];

export interface Sent {
  readonly room: string;
  readonly seq: number;
  readonly id: string;
  readonly key: string;
  readonly at: string;
  readonly duplicate: boolean;
}

export interface EventsPage {
  readonly room: string;
  readonly events: readonly LogEvent[];
  readonly head: number;
  readonly truncated: boolean;
}

export interface HistoryPage {
  readonly room: string;
  readonly messages: readonly Message[];
  readonly head: number;
  readonly more: boolean;
  /** Where it was asked for what lies around a message: later ones exist. */
  readonly newer?: boolean;
}

const logEventTypes: ReadonlySet<string> = new Set<LogEventType>([
  "chat.message",
  "chat.edited",
  "chat.deleted",
  "chat.reacted",
  "chat.pinned",
  "chat.joined",
  "chat.left",
  "chat.updated",
  "chat.call",
  "chat.erased",
]);

/** An event of the log has a `seq`; the replies `chat.left` and `chat.room` have none. */
export function isLogEvent(envelope: { type: string; data: object }): envelope is LogEvent {
  return logEventTypes.has(envelope.type) && "seq" in envelope.data;
}
