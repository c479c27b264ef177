// Generated from docs/asyncapi.yaml by scripts/generate-protocol.mjs: change that file, then `npm run generate`.

/** Chosen by the client; the reply to a request, or its error, carries the same. At most 64 characters. */
export type Ref = string;

/** W3C Trace Context: what the request is a part of, `00-<trace>-<span>-01`. What is malformed is passed over. At most 55 characters. */
export type Traceparent = string;

/** UTC, milliseconds. */
export type Time = string;

/** ISO 8601 with any offset. */
export type AnyTime = string;

/** A duration. */
export type Milliseconds = number;

/** A number in a room's log: 1, 2, 3 … without gaps. */
export type Seq = number;

/** Idempotency key: the same again for the same attempt. At most 64 characters. */
export type Key = string;

/** A user, as the token names them. */
export type UserId = string;

/** One browser profile. */
export type DeviceId = string;

/** Made by the server. At most 64 characters. */
export type RoomId = string;

/** Made by the server. At most 64 characters. */
export type MessageId = string;

/** Made by the server. At most 128 characters. */
export type CallId = string;

/** user, a slash, device. */
export type ParticipantId = string;

/** At most 32 characters. */
export type Emoji = string;

/** Why a request failed. */
export type ErrorCode = "bad-envelope" | "bad-request" | "unknown-type" | "unauthorized" | "forbidden" | "not-found" | "conflict" | "too-large" | "rate-limited" | "busy" | "unavailable" | "internal";

/** `error`: What is wrong and what to send instead; without a `ref` where it answers no request. */
export interface ErrorReply {
  readonly ref?: Ref;
  readonly code: ErrorCode;
  readonly message: string;
  /** When it is worth trying again. */
  readonly retryAfterMs?: Milliseconds;
  /** The member of `data` that is wrong. */
  readonly field?: string;
  /** What people have said of why: of a ban. */
  readonly reason?: string;
  /** When it ends by itself: of a ban. */
  readonly until?: Time;
}

/** Who is signed in. */
export interface User {
  readonly id: UserId;
  readonly name: string;
}

/** What the client should keep to; a rate of 0 means none. */
export interface Limits {
  /** The largest frame that the server takes. */
  readonly maxMessageBytes: number;
  /** How many messages a second the server takes in the long run. */
  readonly messagesPerSecond: number;
  /** How many it takes at once. */
  readonly burst: number;
  /** The largest file that may be uploaded. */
  readonly maxFileBytes?: number;
  /** The largest picture that people may upload of themselves. Absent: none are taken. */
  readonly maxPictureBytes?: number;
  /** Who may address a message to a whole room. Absent: nobody. */
  readonly audience?: AudienceLimits;
}

/** Who may address a message to a whole room. */
export interface AudienceLimits {
  /** The least role that may. */
  readonly role: Role;
  /** How many members a room may have for it. */
  readonly members: number;
}

/** All members of the room, or those who are online. */
export type Audience = "all" | "here";

/** `session.auth`: Signs in, as the first message where no token came with the upgrade; later, renews the token before it expires. */
export interface SessionAuthRequest {
  readonly token: string;
  /** Left out, the server makes one and names it in `session.ready`. */
  readonly device?: DeviceId;
  readonly traceparent?: Traceparent;
}

/** `session.ping`: Asks whether the connection lives, for browsers, which can't send ping frames. */
export interface SessionPingRequest {
  readonly traceparent?: Traceparent;
}

/** `session.ready`: The session has begun; also the reply to `session.auth`. */
export interface SessionReadyEvent {
  readonly sessionId: string;
  readonly user: User;
  readonly device: DeviceId;
  /** Names the store: another one means that everything cached is worthless. */
  readonly epoch: string;
  /** Every call that rings for, or holds, the user now; replaces what was known. */
  readonly calls: readonly Call[];
  readonly serverTime: Time;
  /** How often to ping; a side that hears nothing for twice as long closes. */
  readonly heartbeatMs: Milliseconds;
  /** When the token ends. */
  readonly expiresAt?: Time;
  readonly limits: Limits;
  /** A ticket to come back with: as subprotocol `resume.<ticket>`, or `?resume=`. */
  readonly resume?: string;
  /** Absent: the server pushes nothing. */
  readonly push?: PushAnnouncement;
  /** The server's own version, for logs and reports of faults. What it can do, the subprotocol says. */
  readonly version?: string;
  readonly ref?: Ref;
}

/** What a device subscribes to pushes with. */
export interface PushAnnouncement {
  /** The server's key (VAPID), `applicationServerKey` of the Push API: an uncompressed point of P-256, base64url. */
  readonly publicKey: string;
}

/** `session.pong`: The reply to `session.ping`. */
export interface SessionPongReply {
  readonly serverTime: Time;
  readonly ref?: Ref;
}

/** A session of the user. */
export interface OwnSession {
  readonly session: string;
  readonly device: DeviceId;
  /** When it began. */
  readonly since?: Time;
  /** What the client calls itself, `User-Agent`. At most 200 characters. */
  readonly agent?: string;
  /** The one that asks. */
  readonly current?: boolean;
}

/** `session.list`: Asks where the user is signed in. */
export interface SessionListRequest {
  readonly traceparent?: Traceparent;
}

/** `session.list`: Where the user is signed in. */
export interface SessionListReply {
  /** The oldest first. */
  readonly sessions: readonly OwnSession[];
  readonly ref?: Ref;
}

/** `session.end`: Ends sessions of the user's own, which don't come back by their tokens. Exactly one of `device` and `others`. */
export interface SessionEndRequest {
  /** All sessions of this device. */
  readonly device?: DeviceId;
  /** All but those of the device that asks. */
  readonly others?: boolean;
  readonly traceparent?: Traceparent;
}

/** `session.ended`: How many sessions were told to close. */
export interface SessionEndedReply {
  readonly count: number;
  readonly ref?: Ref;
}

/** `session.expiring`: The token ends in a minute. */
export interface SessionExpiringEvent {
  readonly expiresAt: Time;
}

/** `session.draining`: The node is going away: reconnect after a random part of the time given. */
export interface SessionDrainingEvent {
  readonly reconnectAfterMs: Milliseconds;
}

/** `session.lagging`: Events of these rooms were skipped for this slow connection: send `chat.sync`. Of these topics as well: subscribe again. */
export interface SessionLaggingEvent {
  readonly rooms: readonly RoomId[];
  /** Topics that keep their last messages, of which some were skipped: subscribe again, `after` the last number that was seen. */
  readonly topics?: readonly Topic[];
}

/** `direct`: two users, one room per pair; `group`: invited members; `channel`: anyone signed in may join. */
export type RoomKind = "direct" | "group" | "channel";

/** What can be made; a direct room comes from `chat.direct`. */
export type NewRoomKind = "group" | "channel";

/** What a member may do in a room. */
export type Role = "owner" | "admin" | "member";

/** By user id. */
export type Roles = Readonly<Record<string, Role>>;

/** How many seconds a member waits between two messages; 0: none. 0 to 21,600. */
export type SlowModeSeconds = number;

/** A room as one user sees it. Without a role: no member of it. */
export interface Room {
  readonly id: RoomId;
  readonly kind: RoomKind;
  readonly name: string;
  readonly topic: string;
  /** How many members it has. */
  readonly members: number;
  /** The user's role; left out where the user is no member. */
  readonly role?: Role;
  /** The last number of the room's log. */
  readonly head: Seq;
  /** How far the user has read. */
  readonly read: Seq;
  /** Messages after `read` that are not deleted. */
  readonly unread: number;
  /** How many of the unread ones mention the user. */
  readonly mentions: number;
  /** The newest message. */
  readonly last?: Message;
  /** In a direct room: the other user. */
  readonly peer?: UserId;
  readonly slowModeSeconds?: SlowModeSeconds;
  /** The least role that may write; left out where all members may. */
  readonly postRole?: Role;
}

/** A file of a message: what the upload answered. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly url: string;
  /** Pixels, of pictures. */
  readonly width?: number;
  /** Pixels, of pictures. */
  readonly height?: number;
  readonly voice?: VoiceDetails;
}

/** What a link of a message leads to, as the page there says of itself. Texts of strangers: untrusted. */
export interface LinkPreview {
  /** The link, as it stands in the text. */
  readonly url: string;
  /** What the site calls itself, or its host. */
  readonly site?: string;
  readonly title?: string;
  readonly description?: string;
  /** Its picture: a file of the room, which the server has fetched. */
  readonly image?: Attachment;
}

/** Of a recording that is to be listened to like a message, as the sender's client says: how long it is, and how it looks, before it is there. */
export interface VoiceDetails {
  /** How long it is, milliseconds. 1 to 86,400,000. */
  readonly ms: number;
  /** How loud it is, from its beginning to its end. At most 64. */
  readonly peaks?: readonly number[];
}

/** What the upload answered; the `id` is enough, and `voice` for a voice message. */
export interface AttachmentReference {
  readonly id: string;
  readonly voice?: VoiceDetails;
}

/** By emoji: who reacted with it. */
export type Reactions = Readonly<Record<string, readonly UserId[]>>;

/** A message as it stands now; a deleted one has an empty text. */
export interface Message {
  readonly id: MessageId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly key: string;
  readonly text: string;
  readonly editedAt?: Time;
  readonly deleted?: boolean;
  /** The message that it answers. */
  readonly replyTo?: MessageId;
  /** The message whose thread it stands in. */
  readonly thread?: MessageId;
  readonly mentions: readonly UserId[];
  /** To whom it was addressed as a whole: they are among `mentions`. */
  readonly audience?: Audience;
  /** Whose words these are, where they were forwarded. */
  readonly forwarded?: ForwardedFrom;
  /** What its links lead to. Empty: nothing is shown of them, and nothing will be. */
  readonly previews?: readonly LinkPreview[];
  readonly attachments: readonly Attachment[];
  readonly data?: MessageData;
  readonly reactions: Reactions;
  readonly pinned?: boolean;
  /** How many messages its thread has; left out where it has none. */
  readonly replies?: number;
}

/** What the sender's app says with a message, for the app of whoever reads it: at most 8,192 bytes, nested 16 deep at most. The server reads nothing of it. */
export type MessageData = Readonly<Record<string, unknown>>;

/** Who wrote what is forwarded: said by the server, which has copied it. */
export interface ForwardedFrom {
  /** Its author, the first one where it has been forwarded more than once. */
  readonly by: UserId;
  /** What they were called when it was forwarded. */
  readonly name: string;
  /** When they wrote it. */
  readonly at: Time;
  /** How many files it had, which stay in their room. */
  readonly files?: number;
}

/** The message that is forwarded. */
export interface ForwardOf {
  readonly room: RoomId;
  readonly id: MessageId;
}

/** Somebody in a room. `read` and `delivered` come where `chat.receipt` does. */
export interface Member {
  readonly user: UserId;
  readonly name: string;
  readonly role: Role;
  /** How far they have read. */
  readonly read?: Seq;
  /** How far they have got. */
  readonly delivered?: Seq;
}

/** A message that a search found. */
export interface SearchHit {
  readonly room: RoomId;
  readonly message: Message;
}

/** By room id: the last `seq` that was seen. */
export type SeqByRoom = Readonly<Record<string, Seq>>;

/** `chat.rooms`: Asks for the user's rooms. */
export interface ChatRoomsRequest {
  /** Left out, all of them, up to 10,000. 1 to 200. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  readonly traceparent?: Traceparent;
}

/** `chat.create`: Makes a group or a channel; the user becomes its owner. */
export interface ChatCreateRequest {
  readonly kind: NewRoomKind;
  readonly name: string;
  /** Who is in it besides the user. At most 1,000. */
  readonly members?: readonly UserId[];
  readonly topic?: string;
  /** The same for every attempt to make the same room: the user's rooms of one key are one. At most 64 characters. */
  readonly key?: string;
  readonly traceparent?: Traceparent;
}

/** `chat.direct`: Opens the room with one other user, the same one each time. */
export interface ChatDirectRequest {
  readonly user: UserId;
  readonly traceparent?: Traceparent;
}

/** `chat.join`: Joins a channel. */
export interface ChatJoinRequest {
  readonly room: RoomId;
  readonly traceparent?: Traceparent;
}

/** `chat.leave`: Leaves a group or a channel. */
export interface ChatLeaveRequest {
  readonly room: RoomId;
  readonly traceparent?: Traceparent;
}

/** `chat.invite`: Adds users to a group or a channel. */
export interface ChatInviteRequest {
  readonly room: RoomId;
  /** At most 1,000. */
  readonly users: readonly UserId[];
  readonly traceparent?: Traceparent;
}

/** `chat.remove`: Removes users from a group or a channel. */
export interface ChatRemoveRequest {
  readonly room: RoomId;
  /** At most 1,000. */
  readonly users: readonly UserId[];
  readonly traceparent?: Traceparent;
}

/** `chat.report`: Shows a message to the operator. */
export interface ChatReportRequest {
  readonly room: RoomId;
  readonly id: MessageId;
  /** What is wrong with it. At most 500 characters. */
  readonly reason?: string;
  readonly traceparent?: Traceparent;
}

/** `chat.reported`: The report is kept. */
export interface ChatReportedReply {
  readonly room: RoomId;
  readonly id: MessageId;
  readonly ref?: Ref;
}

/** `chat.bookmark`: Saves a message for later, or no more. */
export interface ChatBookmarkRequest {
  readonly room: RoomId;
  readonly id: MessageId;
  readonly on: boolean;
  readonly traceparent?: Traceparent;
}

/** `chat.bookmarked`: Whether the user has saved a message now; without a `ref`, another of their devices has changed it. */
export interface ChatBookmarkedEvent {
  readonly room: RoomId;
  readonly id: MessageId;
  /** It is saved. */
  readonly on: boolean;
  readonly ref?: Ref;
}

/** `chat.bookmarks`: Which messages the user has saved. */
export interface ChatBookmarksRequest {
  /** The `next` of the page before. */
  readonly cursor?: string;
  /** Left out, all of them, up to 10,000. 1 to 200. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** `chat.bookmarks`: The messages that the user has saved, as they stand now, the latest saved first. */
export interface ChatBookmarksReply {
  /** Without what was deleted since, or can't be read now. */
  readonly bookmarks: readonly BookmarkedMessage[];
  /** There may be more: the `cursor` of the next page, also where this one is empty. */
  readonly next?: string;
  readonly ref?: Ref;
}

/** A message that the user has saved. */
export interface BookmarkedMessage {
  readonly room: RoomId;
  readonly message: Message;
  /** When it was saved. */
  readonly at: Time;
}

/** `chat.threads`: Which threads the user follows. */
export interface ChatThreadsRequest {
  /** True: only those with replies that the user has not read. */
  readonly unread?: boolean;
  /** The last reply of the last thread of the page before. */
  readonly before?: MessageId;
  /** 1 to 50. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** `chat.threads`: Threads that the user follows, the one with the latest reply first. */
export interface ChatThreadsReply {
  /** The one with the latest reply first. */
  readonly threads: readonly Thread[];
  readonly more: boolean;
  /** In how many of all the threads that the user follows there is something that they have not read. */
  readonly unread: number;
  readonly ref?: Ref;
}

/** A thread that the user follows. */
export interface Thread {
  readonly room: RoomId;
  /** Its first message, as it stands now. */
  readonly root: Message;
  /** How many there are, without those that were deleted. */
  readonly replies: number;
  /** How many of them come after `read`. */
  readonly unread: number;
  /** How many of the unread ones mention the user. */
  readonly mentions: number;
  /** How far the user has read it. */
  readonly read: Seq;
  /** Its last reply. */
  readonly last: Message;
}

/** `chat.read-thread`: How far the user has read a thread. */
export interface ChatReadThreadRequest {
  readonly room: RoomId;
  /** Its first message, or a reply in it. */
  readonly thread: MessageId;
  /** How far the user has read it. */
  readonly seq: Seq;
  readonly traceparent?: Traceparent;
}

/** `chat.follow-thread`: Follows a thread, or leaves it. */
export interface ChatFollowThreadRequest {
  readonly room: RoomId;
  /** Its first message, or a reply in it. */
  readonly thread: MessageId;
  readonly on: boolean;
  readonly traceparent?: Traceparent;
}

/** `chat.thread`: How it stands between the user and a thread now; without a `ref`, another of their devices has changed it. */
export interface ChatThreadEvent {
  readonly room: RoomId;
  /** Its first message. */
  readonly thread: MessageId;
  /** The user follows it. */
  readonly follows: boolean;
  /** How far the user has read it; left out where they have never had to do with it. */
  readonly read?: Seq;
  readonly ref?: Ref;
}

/** `chat.schedule`: Has a message sent at a time to come. */
export interface ChatScheduleRequest {
  readonly room: RoomId;
  readonly key: Key;
  /** When it is sent: in the future, a year ahead at most. */
  readonly at: AnyTime;
  readonly text: string;
  readonly replyTo?: MessageId;
  readonly thread?: MessageId;
  readonly mentions?: readonly UserId[];
  readonly audience?: Audience;
  /** Files that were uploaded to the room; with them, `text` may be empty. They are kept until it is sent or cancelled. */
  readonly attachments?: readonly AttachmentReference[];
  readonly data?: MessageData;
  /** False: the server is not to look where its links lead. */
  readonly previews?: boolean;
  readonly traceparent?: Traceparent;
}

/** `chat.reschedule`: Gives a scheduled message another time, or another text. */
export interface ChatRescheduleRequest {
  readonly id: ScheduledId;
  /** When it is sent now. */
  readonly at?: AnyTime;
  /** It is sent at once. */
  readonly now?: boolean;
  /** What it says now; `mentions` and `audience` go with it, and are none where they are left out. */
  readonly text?: string;
  readonly mentions?: readonly UserId[];
  readonly audience?: Audience;
  readonly traceparent?: Traceparent;
}

/** `chat.unschedule`: Cancels a scheduled message. */
export interface ChatUnscheduleRequest {
  readonly id: ScheduledId;
  readonly traceparent?: Traceparent;
}

/** `chat.schedules`: Which messages the user has scheduled. */
export interface ChatSchedulesRequest {
  /** The `next` of the page before. */
  readonly cursor?: string;
  /** 50 where it is left out. 1 to 200. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** `chat.scheduled`: How a scheduled message stands now; without a `ref`, another of the user's devices has scheduled or changed it, or it could not be sent. */
export interface ChatScheduledEvent {
  readonly message: ScheduledMessage;
  readonly ref?: Ref;
}

/** `chat.unscheduled`: A scheduled message waits no more; without a `ref`, it was sent, or another of the user's devices has cancelled it. */
export interface ChatUnscheduledEvent {
  readonly id: ScheduledId;
  readonly room: RoomId;
  /** It was sent, and is this message. Left out, it was cancelled. */
  readonly sent?: MessageId;
  readonly ref?: Ref;
}

/** `chat.schedules`: The messages that the user has scheduled, the earliest first. */
export interface ChatSchedulesReply {
  /** The earliest first. */
  readonly messages: readonly ScheduledMessage[];
  /** There may be more: the `cursor` of the next page. */
  readonly next?: string;
  readonly ref?: Ref;
}

/** A scheduled message; the server makes it. At most 128 characters. */
export type ScheduledId = string;

/** A message that is to be sent at a time to come. */
export interface ScheduledMessage {
  readonly id: ScheduledId;
  readonly room: RoomId;
  /** When it is sent. */
  readonly at: Time;
  readonly text: string;
  readonly replyTo?: MessageId;
  readonly thread?: MessageId;
  readonly mentions?: readonly UserId[];
  readonly audience?: Audience;
  readonly previews?: boolean;
  readonly attachments?: readonly Attachment[];
  readonly data?: MessageData;
  readonly failed?: ScheduledFault;
}

/** Why it could not be sent at its time: what its `chat.send` would have been answered with. */
export interface ScheduledFault {
  readonly code: ErrorCode;
  readonly message: string;
  /** What people have said of why. */
  readonly reason?: string;
}

/** `chat.commands`: Which slash commands there are in a room for the user. */
export interface ChatCommandsRequest {
  readonly room: RoomId;
  readonly traceparent?: Traceparent;
}

/** `chat.commands`: The slash commands that the user may give in a room. */
export interface ChatCommandsReply {
  readonly room: RoomId;
  readonly commands: readonly ChatCommandEntry[];
  readonly ref?: Ref;
}

/** A slash command that the host has. */
export interface ChatCommandEntry {
  /** What is typed behind the slash. */
  readonly name: string;
  /** What it does. At most 200 characters. */
  readonly description: string;
  /** What is typed behind the name. At most 100 characters. */
  readonly usage?: string;
}

/** `chat.command`: Gives a slash command of the host's in a room. */
export interface ChatCommandRequest {
  readonly room: RoomId;
  /** Another one for each command that is given; the same where it is sent again. At most 64 characters. */
  readonly key: string;
  readonly name: string;
  /** The text behind the name. At most 16,384 characters. */
  readonly arguments?: string;
  readonly traceparent?: Traceparent;
}

/** `chat.command-result`: The command was carried out. */
export interface ChatCommandResultReply {
  readonly room: RoomId;
  readonly name: string;
  /** For this user alone; kept nowhere. */
  readonly text?: string;
  readonly ref?: Ref;
}

/** `chat.ban`: Bans users from a group or a channel, and removes those who are in it. */
export interface ChatBanRequest {
  readonly room: RoomId;
  /** They need not be members. At most 1,000. */
  readonly users: readonly UserId[];
  /** What they are told of why; owners and admins see it as well. At most 500 characters. */
  readonly reason?: string;
  /** When the ban ends by itself. */
  readonly until?: Time;
  readonly traceparent?: Traceparent;
}

/** `chat.unban`: Lifts bans. */
export interface ChatUnbanRequest {
  readonly room: RoomId;
  /** At most 1,000. */
  readonly users: readonly UserId[];
  readonly traceparent?: Traceparent;
}

/** `chat.bans`: Asks who is banned from a room. */
export interface ChatBansRequest {
  readonly room: RoomId;
  /** The last user of the page before. */
  readonly after?: UserId;
  /** 1 to 200. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** Somebody who may not be in a room. */
export interface Ban {
  readonly user: UserId;
  /** What they are called; the id, for a user who has never signed in. */
  readonly name: string;
  /** Who has banned them. */
  readonly by: UserId;
  readonly at: Time;
  /** When it ends by itself. */
  readonly until?: Time;
  /** What they were told of why. */
  readonly reason?: string;
}

/** `chat.bans`: Who is banned from a room. */
export interface ChatBansReply {
  readonly room: RoomId;
  readonly bans: readonly Ban[];
  /** There are more. */
  readonly more: boolean;
  readonly ref?: Ref;
}

/** `chat.barred`: The user was in the room and has been banned from it. */
export interface ChatBarredEvent {
  readonly room: RoomId;
  /** What the room is called. */
  readonly name: string;
  /** When the ban ends by itself. */
  readonly until?: Time;
  readonly reason?: string;
}

/** `chat.update`: Changes a room's name, topic or roles. */
export interface ChatUpdateRequest {
  readonly room: RoomId;
  readonly name?: string;
  readonly topic?: string;
  readonly roles?: Roles;
  readonly slowModeSeconds?: SlowModeSeconds;
  /** The least role that may write. */
  readonly postRole?: Role;
  readonly traceparent?: Traceparent;
}

/** `chat.directory`: Asks for channels that may be joined. */
export interface ChatDirectoryRequest {
  readonly query?: string;
  /** The id of the last room of the page before. */
  readonly before?: string;
  readonly traceparent?: Traceparent;
}

/** `chat.members`: Asks who is in a room. */
export interface ChatMembersRequest {
  readonly room: RoomId;
  /** The last user of the page before. */
  readonly after?: UserId;
  /** 1 to 200. */
  readonly limit?: number;
  /** Finds parts of names and ids. */
  readonly query?: string;
  /** Asks for these alone. At most 200. */
  readonly users?: readonly UserId[];
  readonly traceparent?: Traceparent;
}

/** `chat.watch`: Follows a channel without becoming a member. */
export interface ChatWatchRequest {
  readonly room: RoomId;
  readonly traceparent?: Traceparent;
}

/** `chat.unwatch`: Stops following a channel. */
export interface ChatUnwatchRequest {
  readonly room: RoomId;
  readonly traceparent?: Traceparent;
}

/** `chat.send`: Sends a message. Repeated with the same key, it is stored once. */
export interface ChatSendRequest {
  readonly room: RoomId;
  readonly key: Key;
  readonly text: string;
  readonly replyTo?: MessageId;
  readonly thread?: MessageId;
  readonly mentions?: readonly UserId[];
  /** Mentions all of the room, or those who are online, as well. */
  readonly audience?: Audience;
  /** False: the server is not to look where its links lead. */
  readonly previews?: boolean;
  /** What this message is to say, instead of a `text`, which is empty. */
  readonly forward?: ForwardOf;
  readonly attachments?: readonly AttachmentReference[];
  readonly data?: MessageData;
  readonly traceparent?: Traceparent;
}

/** `chat.edit`: Changes the text of a message. */
export interface ChatEditRequest {
  readonly room: RoomId;
  readonly id: MessageId;
  readonly text: string;
  readonly traceparent?: Traceparent;
}

/** `chat.delete`: Deletes a message. */
export interface ChatDeleteRequest {
  readonly room: RoomId;
  readonly id: MessageId;
  readonly traceparent?: Traceparent;
}

/** `chat.react`: Adds a reaction to a message, or takes it back. */
export interface ChatReactRequest {
  readonly room: RoomId;
  readonly id: MessageId;
  readonly emoji: Emoji;
  readonly on: boolean;
  readonly traceparent?: Traceparent;
}

/** `chat.pin`: Pins a message, or unpins it. */
export interface ChatPinRequest {
  readonly room: RoomId;
  readonly id: MessageId;
  readonly on: boolean;
  readonly traceparent?: Traceparent;
}

/** `chat.unpreview`: Takes away what is shown of a message's links, for good. */
export interface ChatUnpreviewRequest {
  readonly room: RoomId;
  readonly id: MessageId;
  readonly traceparent?: Traceparent;
}

/** `chat.history`: Asks for a page of messages as they stand now: the newest, or those before, after or around a place. */
export interface ChatHistoryRequest {
  readonly room: RoomId;
  /** A `seq`. */
  readonly before?: number;
  /** A `seq`. */
  readonly after?: number;
  /** A message. */
  readonly around?: MessageId;
  /** 50 where it is left out. 1 to 200. */
  readonly limit?: number;
  /** Only messages of this thread. */
  readonly thread?: MessageId;
  readonly traceparent?: Traceparent;
}

/** `chat.pins`: Asks for the pinned messages as they stand now. */
export interface ChatPinsRequest {
  readonly room: RoomId;
  /** A `seq`: the first of the page before. */
  readonly before?: number;
  /** 1 to 200. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** `chat.sync`: Asks for every event after the last one seen, for each room. */
export interface ChatSyncRequest {
  readonly rooms: SeqByRoom;
  readonly traceparent?: Traceparent;
}

/** `chat.read`: Marks everything up to a place of the log as read. */
export interface ChatReadRequest {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly traceparent?: Traceparent;
}

/** `chat.typing`: Says that the user types, or stopped. */
export interface ChatTypingRequest {
  readonly room: RoomId;
  readonly on: boolean;
  readonly traceparent?: Traceparent;
}

/** `chat.search`: Searches messages in one room or in all of the user's rooms. */
export interface ChatSearchRequest {
  readonly text: string;
  readonly room?: RoomId;
  /** With `room` a `seq`, otherwise Unix milliseconds: the last hit of the page before. */
  readonly before?: number;
  readonly beforeId?: MessageId;
  /** 1 to 200. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** `chat.rooms`: The rooms of the user. */
export interface ChatRoomsReply {
  readonly rooms: readonly Room[];
  /** By the id of the room: those for which the user has set something. */
  readonly settings?: Readonly<Record<string, RoomSettings>>;
  /** Where there are more, the `cursor` to ask for them with. */
  readonly next?: string;
  readonly ref?: Ref;
}

/** Somebody wants the user in a room. */
export interface ChatRequest {
  readonly id: string;
  /** Who asks. */
  readonly by: UserId;
  /** What they are called. */
  readonly name: string;
  readonly kind: RoomKind;
  /** Where it is a direct room, there is none yet. */
  readonly room?: RoomId;
  readonly roomName?: string;
  readonly at: Time;
}

/** `chat.requests`: Asks who wants the user in a room and waits for their answer. */
export interface ChatRequestsRequest {
  /** The last request of the page before. */
  readonly before?: string;
  /** 1 to 200. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** `chat.requests`: Who wants the user in a room and waits for their answer, the latest first. */
export interface ChatRequestsReply {
  readonly requests: readonly ChatRequest[];
  /** There are more. */
  readonly more: boolean;
  readonly ref?: Ref;
}

/** `chat.accept`: Comes into the room that the request is about. */
export interface ChatAcceptRequest {
  /** Its id. */
  readonly request: string;
  readonly traceparent?: Traceparent;
}

/** `chat.decline`: Does not come into the room that the request is about; the same is not asked again. */
export interface ChatDeclineRequest {
  /** Its id. */
  readonly request: string;
  readonly traceparent?: Traceparent;
}

/** `chat.declined`: A request is gone: the reply, and told to the user's other connections. */
export interface ChatDeclinedEvent {
  readonly request: string;
  readonly ref?: Ref;
}

/** `chat.asked`: These users were asked first, and come into the room once they accept: the reply to `chat.direct`; an event before the reply to `chat.create` and `chat.invite`. */
export interface ChatAskedEvent {
  readonly users: readonly UserId[];
  /** Left out: a direct one. */
  readonly room?: RoomId;
  readonly ref?: Ref;
}

/** `chat.requested`: Somebody who shares no room with the user wants them in one, and waits for their answer. */
export interface ChatRequestedEvent {
  readonly request: ChatRequest;
}

/** `chat.room`: The room as the user sees it; without a `ref`, the user was added to it. */
export interface ChatRoomEvent {
  readonly room: Room;
  readonly ref?: Ref;
}

/** `chat.directory`: Channels that may be joined. */
export interface ChatDirectoryReply {
  readonly rooms: readonly Room[];
  readonly ref?: Ref;
}

/** `chat.members`: Who is in a room. */
export interface ChatMembersReply {
  readonly room: RoomId;
  readonly members: readonly Member[];
  /** How many there are, over all pages. */
  readonly total: number;
  /** There are more. */
  readonly more: boolean;
  /** What the page stands for: events after it may or may not be in it. */
  readonly head: Seq;
  readonly ref?: Ref;
}

/** `chat.watching`: The channel is followed. */
export interface ChatWatchingReply {
  readonly room: RoomId;
  /** The last number of the room's log. */
  readonly head: Seq;
  readonly ref?: Ref;
}

/** `chat.unwatched`: The channel is followed no more. */
export interface ChatUnwatchedReply {
  readonly room: RoomId;
  readonly ref?: Ref;
}

/** `chat.sent`: The message is on disk. */
export interface ChatSentReply {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly id: MessageId;
  readonly key: Key;
  readonly at: Time;
  /** The key was used before, and this is what it stored then. */
  readonly duplicate: boolean;
  readonly ref?: Ref;
}

/** `chat.ok`: Done; `seq` is the event's number, or the room's head where nothing changed. */
export interface ChatOkReply {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly ref?: Ref;
}

/** `chat.history`: A page of messages. */
export interface ChatHistoryReply {
  readonly room: RoomId;
  readonly messages: readonly Message[];
  /** Messages stand as of this number of the log. */
  readonly head: Seq;
  /** There are more. */
  readonly more: boolean;
  /** Where `around` was asked for: there are newer ones. */
  readonly newer?: boolean;
  readonly ref?: Ref;
}

/** `chat.pins`: Pinned messages. */
export interface ChatPinsReply {
  readonly room: RoomId;
  readonly messages: readonly Message[];
  /** There are more. */
  readonly more: boolean;
  readonly ref?: Ref;
}

/** `chat.events`: A page of what a room missed. */
export interface ChatEventsReply {
  readonly room: RoomId;
  /** At most 200. */
  readonly events: readonly AnyLogEvent[];
  /** The last number of the room's log. */
  readonly head: Seq;
  /** Too many are missing: reload with `chat.history`. */
  readonly truncated: boolean;
}

/** `chat.synced`: Every page of `chat.events` has been sent. */
export interface ChatSyncedReply {
  readonly ref?: Ref;
}

/** Somebody, and what they are called. */
export interface Person {
  readonly user: UserId;
  /** The user's id, if there is no name. */
  readonly name: string;
}

/** How a user has set up one of their rooms, for all of their devices. */
export interface RoomSettings {
  /** Of two, the higher one holds. */
  readonly revision: number;
  /** Absent where the user never chose. */
  readonly notify?: "all" | "mentions" | "nothing";
  readonly favourite?: boolean;
  /** Hidden until there is a message after this number. */
  readonly hidden?: Seq;
  /** Marked as unread. */
  readonly unread?: boolean;
}

/** `chat.settings`: Sets up a room for oneself, on all devices. */
export interface ChatSettingsRequest {
  readonly room: RoomId;
  readonly notify?: "all" | "mentions" | "nothing";
  readonly favourite?: boolean;
  /** Hide it until there is a message after this number of the log; 0: show it. */
  readonly hidden?: number;
  readonly unread?: boolean;
  readonly traceparent?: Traceparent;
}

/** `chat.settings`: How the user has set up a room: the reply, and without a `ref` to the user's other connections. */
export interface ChatSettingsEvent {
  readonly room: RoomId;
  readonly settings: RoomSettings;
  readonly ref?: Ref;
}

/** `people.sync`: Asks who has been renamed since. */
export interface PeopleSyncRequest {
  /** Those who have come by their name after this are named. */
  readonly since: Time;
  readonly traceparent?: Traceparent;
}

/** `people.synced`: Who has been renamed since. */
export interface PeopleSyncedReply {
  /** Those who share a room with the user. At most 1,000. */
  readonly people: readonly Person[];
  /** There are more. */
  readonly more: boolean;
  /** Where there are more, the `since` to ask for them with. */
  readonly upTo?: Time;
  readonly ref?: Ref;
}

/** `people.find`: Looks for people by a part of their name or id. */
export interface PeopleFindRequest {
  /** A part of a name or an id, in any script, without regard to capitals and diacritics. At most 200 characters. */
  readonly query: string;
  /** `next` of the page before. */
  readonly after?: UserId;
  /** 1 to 200. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** `people.found`: Those whom the operator lets be found. */
export interface PeopleFoundReply {
  /** In the order of their ids, without the user. At most 200. */
  readonly people: readonly Person[];
  /** There may be more. */
  readonly more: boolean;
  /** Where there may be more, the `after` to ask for them with. */
  readonly next?: UserId;
  readonly ref?: Ref;
}

/** `people.shared`: Asks which rooms the user and somebody else are both in. */
export interface PeopleSharedRequest {
  readonly user: UserId;
  readonly traceparent?: Traceparent;
}

/** `people.shared`: The rooms that the user and somebody else are both in. */
export interface PeopleSharedReply {
  readonly user: UserId;
  /** Groups and channels, in no particular order. At most 200. */
  readonly rooms: readonly RoomId[];
  /** There are more. */
  readonly more: boolean;
  readonly ref?: Ref;
}

/** `people.block`: Lets nothing of somebody reach the user any more, on all devices. */
export interface PeopleBlockRequest {
  readonly user: UserId;
  readonly traceparent?: Traceparent;
}

/** `people.unblock`: Takes that back. */
export interface PeopleUnblockRequest {
  readonly user: UserId;
  readonly traceparent?: Traceparent;
}

/** `people.blocks`: Asks whom the user has blocked. */
export interface PeopleBlocksRequest {
  /** The last user of the page before. */
  readonly after?: UserId;
  /** 1 to 200. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** `people.blocked`: Whether the user has blocked somebody now; without a `ref`, another of their devices has changed it. */
export interface PeopleBlockedEvent {
  readonly user: UserId;
  /** The user has blocked them. */
  readonly on: boolean;
  readonly ref?: Ref;
}

/** Somebody whom the user has blocked. */
export interface BlockedPerson {
  readonly user: UserId;
  /** What they are called; the id, for a user who has never signed in. */
  readonly name: string;
  readonly at: Time;
}

/** `people.blocks`: Whom the user has blocked. */
export interface PeopleBlocksReply {
  /** In the order of their ids. At most 200. */
  readonly people: readonly BlockedPerson[];
  /** There are more. */
  readonly more: boolean;
  readonly ref?: Ref;
}

/** `people.renamed`: What somebody is called from now on. Volatile. */
export interface PeopleRenamedEvent {
  readonly user: UserId;
  /** The user's id, if there is no name. */
  readonly name: string;
}

/** Where somebody's picture is. */
export interface PersonPicture {
  readonly user: UserId;
  readonly picture: PictureAddress;
}

/** Either a path of this server, to be fetched with the token in `Authorization`, whose bytes never change; or an `https` address of somebody else's, to be fetched without it. At most 2,048 characters. */
export type PictureAddress = string;

/** `people.pictures`: Asks where people's pictures are. */
export interface PeoplePicturesRequest {
  /** At most 1,000. */
  readonly users: readonly UserId[];
  readonly traceparent?: Traceparent;
}

/** `people.pictures`: Those who have a picture that the user may see. */
export interface PeoplePicturesReply {
  /** Those who have a picture and share a room with the user, or may be found by everybody; in no order. Who is missing has none, as far as the user may know. At most 1,000. */
  readonly people: readonly PersonPicture[];
  readonly ref?: Ref;
}

/** The address that the browser's push service gave. At most 2,048 characters. */
export type PushEndpoint = string;

/** By what a device's pushes are encrypted, as `PushSubscription.toJSON()` has it. */
export interface PushKeys {
  /** An uncompressed point of P-256, base64url. */
  readonly p256dh: string;
  /** 16 bytes, base64url. */
  readonly auth: string;
}

/** `push.subscribe`: Has this device told of what happens while nobody looks, also while no page is open. */
export interface PushSubscribeRequest {
  readonly endpoint: PushEndpoint;
  readonly keys: PushKeys;
  readonly traceparent?: Traceparent;
}

/** `push.unsubscribe`: Ends that. */
export interface PushUnsubscribeRequest {
  readonly endpoint: PushEndpoint;
  readonly traceparent?: Traceparent;
}

/** `push.ok`: It is stored. */
export interface PushOkReply {
  readonly ref?: Ref;
}

/** `people.pictured`: Where somebody's picture is from now on; without one they have none. Volatile. */
export interface PeoplePicturedEvent {
  readonly user: UserId;
  /** Absent: they have none any more. */
  readonly picture?: PictureAddress;
}

/** `chat.found`: What a search found. */
export interface ChatFoundReply {
  readonly hits: readonly SearchHit[];
  /** There are more. */
  readonly more: boolean;
  readonly ref?: Ref;
}

/** `chat.typing`: Somebody types, or stopped; drop it after 6 s. Volatile. */
export interface ChatTypingEvent {
  readonly room: RoomId;
  readonly user: UserId;
  readonly on: boolean;
}

/** `chat.receipt`: How far somebody has read, and got. Volatile. */
export interface ChatReceiptEvent {
  readonly room: RoomId;
  readonly user: UserId;
  /** How far they have read. */
  readonly read: Seq;
  /** How far they have got. */
  readonly delivered: Seq;
}

/** `chat.unread`: The user's unread counts changed. Volatile. */
export interface ChatUnreadEvent {
  readonly room: RoomId;
  readonly unread: number;
  readonly mentions: number;
  /** The room's `head` when it was counted. Servers of before leave it out. */
  readonly upTo?: number;
  /** How far the user had read then. Servers of before leave it out. */
  readonly read?: number;
}

/** `chat.expired`: Forget everything up to this `seq`: retention removed it. */
export interface ChatExpiredEvent {
  readonly room: RoomId;
  /** `chat.history` begins after it. */
  readonly upTo: Seq;
}

/** `chat.message`: A message was sent. */
export interface ChatMessageEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly id: MessageId;
  readonly key: string;
  readonly text: string;
  readonly replyTo?: MessageId;
  readonly thread?: MessageId;
  readonly mentions?: readonly UserId[];
  /** To whom it was addressed as a whole: they are among `mentions`. */
  readonly audience?: Audience;
  /** Whose words these are, where they were forwarded. */
  readonly forwarded?: ForwardedFrom;
  /** Empty, where its sender wants nothing to be shown of its links; otherwise `chat.previewed` brings them. */
  readonly previews?: readonly LinkPreview[];
  readonly attachments?: readonly Attachment[];
  readonly data?: MessageData;
  /** What it said was removed from the log. */
  readonly deleted?: boolean;
}

/** `chat.edited`: A message's text was changed. */
export interface ChatEditedEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly id: MessageId;
  readonly text: string;
}

/** `chat.deleted`: A message was deleted. */
export interface ChatDeletedEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly id: MessageId;
}

/** `chat.reacted`: A reaction was added or taken back. */
export interface ChatReactedEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly id: MessageId;
  readonly emoji: Emoji;
  readonly on: boolean;
}

/** `chat.pinned`: A message was pinned or unpinned. */
export interface ChatPinnedEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly id: MessageId;
  readonly on: boolean;
}

/** `chat.previewed`: What the links of a message lead to was found out, or is shown no more. */
export interface ChatPreviewedEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  /** The author of the message, or who has taken them away. */
  readonly by: UserId;
  readonly id: MessageId;
  /** All that is shown from now on. Left out: nothing; empty: nothing, and nothing will be. */
  readonly previews?: readonly LinkPreview[];
}

/** `chat.joined`: Somebody became a member. */
export interface ChatJoinedEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  /** Who became a member. */
  readonly user: UserId;
  readonly role: Role;
}

/** `chat.left`: Somebody is a member no more; with the room alone, the reply to `chat.leave`. */
export interface ChatLeftEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  /** Who is a member no more. */
  readonly user: UserId;
}

/** `chat.left`: Somebody is a member no more; with the room alone, the reply to `chat.leave`. */
export interface ChatLeftReply {
  readonly room: RoomId;
  readonly ref?: Ref;
}

/** `chat.banned`: Somebody may not be in the room any more, or may again. */
export interface ChatBannedEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly user: UserId;
  /** False: the ban was lifted. */
  readonly on: boolean;
  /** When the ban ends by itself. */
  readonly until?: Time;
}

/** `chat.updated`: The room's name, topic or roles were changed. */
export interface ChatUpdatedEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly name?: string;
  readonly topic?: string;
  readonly roles?: Roles;
  readonly slowModeSeconds?: SlowModeSeconds;
  /** The least role that may write. */
  readonly postRole?: Role;
}

/** `chat.call`: A call of the room ended. */
export interface ChatCallEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly callId: CallId;
  readonly outcome: CallEndReason;
  readonly durationMs: Milliseconds;
  readonly media: MediaKind;
}

/** `chat.erased`: A user was erased: forget what they said before this event. */
export interface ChatErasedEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  readonly user: UserId;
}

/** Whatever stands in a room's log: the host's own events too. */
export type AnyLogEvent = LogEvent | OwnLogEventEnvelope;

/** A call's kind, or a track's. */
export type MediaKind = "audio" | "video";

/** How far a call is. */
export type CallState = "ringing" | "active" | "ended";

/** `mesh`: browsers send to each other; `sfu`: they send to the media server. */
export type CallMode = "mesh" | "sfu";

/** Why a call ended; `removed`, which is never a call's outcome, tells a user who is no longer a member of its room. The devices of an invisible user who entered another call get `busy` for one that rang there; it goes on for everybody else. */
export type CallEndReason = "hangup" | "declined" | "cancelled" | "timeout" | "busy" | "failed" | "host" | "removed";

/** As of when the user's missed calls were counted: of two counts, the one with the higher revision is the newer one. Begins anew with another `epoch`. */
export type CallRevision = number;

/** Whether a user was called, or called. */
export type CallDirection = "incoming" | "outgoing";

/** How somebody came into a call. */
export type JoinReason = "accepted" | "joined" | "reconnected";

/** Why somebody is in a call no more; `reconnecting` is for now. */
export type LeaveReason = "left" | "reconnecting" | "lost" | "moved" | "removed";

/** What a participant sends, and their hand. */
export interface MediaState {
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
  /** On hold. */
  readonly hold?: boolean;
  /** The hand is up. */
  readonly hand?: boolean;
  /** When the hand went up, by the server's clock: the order of hands. */
  readonly handAt?: Time;
}

/** A device in a call. */
export interface Participant {
  readonly participant: ParticipantId;
  readonly user: UserId;
  readonly name: string;
  readonly media: MediaState;
  readonly entry?: Entry;
}

/** Another one each time that the device comes into the call, or back into it. */
export type Entry = number;

/** How to send to the media server. Another `session`: what was negotiated before is gone. */
export interface SfuSettings {
  /** Another one: the media server began anew, and with it all negotiation. */
  readonly session: string;
  /** The most that a participant sends, bits a second. */
  readonly bitrate: number;
  /** Whether to send the picture in three sizes. */
  readonly simulcast: boolean;
}

/** Whose media a section of the media server's offer is. */
export interface SfuStream {
  /** The section's name in the offer. */
  readonly mid: string;
  readonly participant: ParticipantId;
  readonly kind: MediaKind;
}

/** A call as it stands now. */
export interface Call {
  readonly id: CallId;
  readonly room: RoomId;
  /** Who may mute, remove and end for all. */
  readonly host: UserId;
  readonly media: MediaKind;
  readonly state: CallState;
  readonly mode: CallMode;
  readonly startedAt: Time;
  readonly participants: readonly Participant[];
  /** For whom it rings. */
  readonly ringing: readonly UserId[];
  /** While it rings: when that ends. */
  readonly expiresAt?: Time;
  /** In mode `sfu`: how to send to the media server. */
  readonly sfu?: SfuSettings;
  /** When a second participant first joined; how long a call took is counted from there. */
  readonly answeredAt?: Time;
}

/** A call in the history of one user. */
export interface CallHistoryEntry {
  readonly id: CallId;
  readonly room: RoomId;
  /** Who started it. */
  readonly host: UserId;
  /** Their name then. */
  readonly hostName: string;
  readonly media: MediaKind;
  readonly state: CallState;
  readonly mode: CallMode;
  readonly startedAt: Time;
  readonly endedAt?: Time;
  readonly durationMs: Milliseconds;
  /** The reason of `call.ended`, once it ended. */
  readonly outcome?: CallEndReason;
  readonly direction: CallDirection;
  readonly missed: boolean;
  /** Missed, and not seen yet. */
  readonly unseen?: boolean;
  /** Who was in it at some time. */
  readonly users: readonly UserId[];
  /** For whom it rang. */
  readonly callees: readonly UserId[];
}

/** The browser's `RTCIceServer`. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** `relay`: media goes through TURN only. */
export type IceTransportPolicy = "relay" | "all";

/** The browser's `RTCSdpType`. */
export type SessionDescriptionType = "offer" | "answer" | "pranswer" | "rollback";

/** The browser's `RTCSessionDescriptionInit`; `sdp` is at most 48 KiB. */
export interface SessionDescription {
  readonly type: SessionDescriptionType;
  readonly sdp?: string;
}

/** The browser's `RTCIceCandidateInit`, at most 4 KiB. */
export interface IceCandidate {
  readonly candidate?: string;
  readonly sdpMid?: string | null;
  readonly sdpMLineIndex?: number | null;
  readonly usernameFragment?: string | null;
}

/** `call.start`: Starts a call in a room, or with a user. Repeated with the same key, it is one call. */
export interface CallStartRequest {
  /** Either this or `user`. */
  readonly room?: RoomId;
  /** Either this or `room`. */
  readonly user?: UserId;
  readonly media: MediaKind;
  readonly key: Key;
  readonly traceparent?: Traceparent;
}

/** `call.accept`: Accepts a call that rings. */
export interface CallAcceptRequest {
  readonly callId: CallId;
  readonly traceparent?: Traceparent;
}

/** `call.decline`: Declines a call that rings. */
export interface CallDeclineRequest {
  readonly callId: CallId;
  /** At most 128 characters. */
  readonly reason?: string;
  readonly traceparent?: Traceparent;
}

/** `call.cancel`: Takes back a call that nobody has accepted. */
export interface CallCancelRequest {
  readonly callId: CallId;
  readonly traceparent?: Traceparent;
}

/** `call.leave`: Leaves a call. */
export interface CallLeaveRequest {
  readonly callId: CallId;
  readonly traceparent?: Traceparent;
}

/** `call.end`: Ends a call for everybody; the host's, and the room's owners' and admins'. */
export interface CallEndRequest {
  readonly callId: CallId;
  readonly traceparent?: Traceparent;
}

/** `call.join`: Joins an active call of a room of the user's, or comes back into it after a reconnect. */
export interface CallJoinRequest {
  readonly callId: CallId;
  readonly traceparent?: Traceparent;
}

/** `call.invite`: Rings members of the room who are not in the call. */
export interface CallInviteRequest {
  readonly callId: CallId;
  /** At most 50. */
  readonly users: readonly UserId[];
  readonly traceparent?: Traceparent;
}

/** `call.signal`: Sends a description or a candidate to another participant, or to the media server as `#sfu/publish` or `#sfu/subscribe`. */
export interface CallSignalRequest {
  readonly callId: CallId;
  /** A participant, `#sfu/publish` or `#sfu/subscribe`. */
  readonly to: string;
  /** The participant's that this is for: where it has come in again since, the signal is refused with `conflict`. */
  readonly entry?: Entry;
  /** Either this or `candidate`. */
  readonly description?: SessionDescription;
  /** Either this or `description`. */
  readonly candidate?: IceCandidate;
  readonly traceparent?: Traceparent;
}

/** `call.media`: Says what this participant sends now. */
export interface CallMediaRequest {
  readonly callId: CallId;
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
  readonly hold?: boolean;
  readonly hand?: boolean;
  readonly traceparent?: Traceparent;
}

/** `call.ice`: Asks for fresh short-lived TURN credentials. */
export interface CallIceRequest {
  readonly callId: CallId;
  readonly traceparent?: Traceparent;
}

/** `call.stats`: Reports the quality that this participant measures. */
export interface CallStatsRequest {
  readonly callId: CallId;
  readonly rttMs?: number;
  readonly lossPct?: number;
  readonly jitterMs?: number;
  readonly bitrateKbps?: number;
  readonly traceparent?: Traceparent;
}

/** `call.history`: Asks for a page of the user's calls. */
export interface CallHistoryRequest {
  /** The last call of the page before. */
  readonly before?: CallId;
  /** 1 to 100. */
  readonly limit?: number;
  readonly traceparent?: Traceparent;
}

/** `call.mute`: Asks a participant's client to turn its microphone off; the host's. */
export interface CallMuteRequest {
  readonly callId: CallId;
  readonly participant: ParticipantId;
  readonly traceparent?: Traceparent;
}

/** `call.remove`: Removes a user from a call of a group; the host's, and the room's owners' and admins'. */
export interface CallRemoveRequest {
  readonly callId: CallId;
  readonly user: UserId;
  readonly traceparent?: Traceparent;
}

/** `call.reaction`: Shows an emoji to the others for a moment. */
export interface CallReactionRequest {
  readonly callId: CallId;
  readonly emoji: Emoji;
  readonly traceparent?: Traceparent;
}

/** `call.seen`: Marks a missed call, or all of them, as seen. */
export interface CallSeenRequest {
  /** Left out: all of them. */
  readonly callId?: CallId;
  readonly traceparent?: Traceparent;
}

/** `call.list`: Asks which calls go on in the user's rooms. */
export interface CallListRequest {
  readonly traceparent?: Traceparent;
}

/** `call.started`: The call that the user is in now, new or the one that the other side has just started. */
export interface CallStartedReply {
  readonly call: Call;
  readonly iceServers: readonly IceServer[];
  readonly iceTransportPolicy?: IceTransportPolicy;
  readonly ref?: Ref;
}

/** `call.joined`: The call that the user is in now. */
export interface CallJoinedReply {
  readonly call: Call;
  readonly iceServers: readonly IceServer[];
  readonly iceTransportPolicy?: IceTransportPolicy;
  readonly ref?: Ref;
}

/** `call.ok`: Done. */
export interface CallOkReply {
  readonly callId?: CallId;
  /** In the reply to `call.seen`: how many missed calls the user has not seen. Servers of before leave it out. */
  readonly missed?: number;
  /** Beside `missed`. */
  readonly revision?: CallRevision;
  readonly ref?: Ref;
}

/** `call.ice`: Fresh credentials. */
export interface CallIceReply {
  readonly iceServers: readonly IceServer[];
  readonly ttlSeconds: number;
  readonly iceTransportPolicy?: IceTransportPolicy;
  readonly ref?: Ref;
}

/** `call.history`: A page of the user's calls, newest first. */
export interface CallHistoryReply {
  readonly calls: readonly CallHistoryEntry[];
  /** There are more. */
  readonly more: boolean;
  /** How many missed calls the user has not seen, over all pages. */
  readonly missed: number;
  /** Servers of before leave it out. */
  readonly revision?: CallRevision;
  readonly ref?: Ref;
}

/** `call.list`: The calls that go on in the user's rooms. */
export interface CallListReply {
  readonly calls: readonly Call[];
  readonly ref?: Ref;
}

/** `call.incoming`: A call rings; to every device of every callee. */
export interface CallIncomingEvent {
  readonly call: Call;
  /** The caller. */
  readonly from: string;
  readonly expiresAt: Time;
}

/** `call.ringing`: It rings on a callee's devices. */
export interface CallRingingEvent {
  readonly callId: CallId;
  readonly user: UserId;
}

/** `call.answered-elsewhere`: Another device of the callee answered: stop ringing. */
export interface CallAnsweredElsewhereEvent {
  readonly callId: CallId;
  /** The participant that answered. */
  readonly by: string;
}

/** `call.participant-joined`: Somebody came into the call, or back. */
export interface CallParticipantJoinedEvent {
  readonly callId: CallId;
  readonly participant: ParticipantId;
  readonly user: UserId;
  readonly name: string;
  readonly media: MediaState;
  readonly reason: JoinReason;
  readonly entry?: Entry;
}

/** `call.participant-left`: Somebody left the call, or lost the connection. */
export interface CallParticipantLeftEvent {
  readonly callId: CallId;
  readonly participant: ParticipantId;
  readonly reason: LeaveReason;
}

/** `call.declined`: A callee declined. */
export interface CallDeclinedEvent {
  readonly callId: CallId;
  readonly user: UserId;
  readonly reason?: string;
}

/** `call.busy`: A callee is in another call, or busy by choice. */
export interface CallBusyEvent {
  readonly callId: CallId;
  readonly user: UserId;
}

/** `call.no-answer`: It rings for this user no more. */
export interface CallNoAnswerEvent {
  readonly callId: CallId;
  readonly user: UserId;
}

/** `call.missed`: The user missed this call. */
export interface CallMissedEvent {
  readonly callId: CallId;
  readonly room: RoomId;
  readonly from: UserId;
  readonly name: string;
  readonly media: MediaKind;
  readonly at: Time;
}

/** `call.unseen`: The number of missed calls that the user has not seen changed. */
export interface CallUnseenEvent {
  /** How many missed calls the user has not seen. */
  readonly missed: number;
  /** Servers of before leave it out. */
  readonly revision?: CallRevision;
}

/** `call.signal`: A description or a candidate, from another participant or from `#sfu/publish` or `#sfu/subscribe`. */
export interface CallSignalEvent {
  readonly callId: CallId;
  /** A participant, `#sfu/publish` or `#sfu/subscribe`. */
  readonly from: string;
  readonly description?: SessionDescription;
  readonly candidate?: IceCandidate;
  /** With an offer of `#sfu/subscribe`: which section is whose. */
  readonly streams?: readonly SfuStream[];
}

/** `call.media`: What a participant sends now. */
export interface CallMediaEvent {
  readonly callId: CallId;
  readonly participant: ParticipantId;
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
  readonly hold?: boolean;
  readonly hand?: boolean;
  /** When the hand went up, by the server's clock: the order of hands. */
  readonly handAt?: Time;
}

/** `call.mode`: The call moved to the media server, or the media server began anew. */
export interface CallModeEvent {
  readonly callId: CallId;
  readonly mode: CallMode;
  readonly sfu: SfuSettings;
}

/** `call.muted`: The host asks this participant to turn the microphone off. */
export interface CallMutedEvent {
  readonly callId: CallId;
  /** The host's participant. */
  readonly by: ParticipantId;
}

/** `call.reaction`: A participant shows an emoji for a moment. */
export interface CallReactionEvent {
  readonly callId: CallId;
  readonly participant: ParticipantId;
  readonly emoji: Emoji;
}

/** `call.host`: The host has gone; the role passed to this user. */
export interface CallHostEvent {
  readonly callId: CallId;
  readonly host: UserId;
}

/** `call.updated`: Who is in the call, who is rung, its host, mode or state changed; to everybody in its group or channel. Volatile. */
export interface CallUpdatedEvent {
  readonly call: Call;
}

/** `call.ended`: The call is over. */
export interface CallEndedEvent {
  readonly callId: CallId;
  readonly reason: CallEndReason;
  readonly durationMs: Milliseconds;
}

/** What a user can choose; `online` takes a choice back. */
export type ChosenStatus = "online" | "away" | "busy" | "invisible";

/** What others see. */
export type ShownStatus = "online" | "away" | "busy" | "offline";

/** What the user sees of themselves. */
export type OwnShownStatus = "online" | "away" | "busy" | "invisible" | "offline";

/** A user's status as others see it. */
export interface Status {
  readonly user: UserId;
  readonly status: ShownStatus;
  readonly text?: string;
  readonly emoji?: string;
  readonly clearAt?: Time;
  /** With `offline`: since when. */
  readonly lastSeen?: Time;
  /** In an active call. */
  readonly inCall?: boolean;
  /** The time zone that the user shares (IANA), whether or not they are there. At most 64 characters. */
  readonly zone?: string;
}

/** `status.ok`: The status as the user sees it. The user's own status, to the user alone. */
export interface OwnStatus {
  readonly user: UserId;
  readonly status: OwnShownStatus;
  readonly text?: string;
  readonly emoji?: string;
  readonly clearAt?: Time;
  readonly lastSeen?: Time;
  readonly inCall?: boolean;
  /** The time zone that the user shares; empty: they share none, by choice. At most 64 characters. */
  readonly zone?: string;
  /** When they are not to be disturbed; absent: never. */
  readonly quietHours?: QuietHours;
  /** True in their quiet hours. */
  readonly quiet?: boolean;
  readonly ref?: Ref;
}

/** `status.set`: Chooses a status; it is kept over reconnects and restarts. */
export interface StatusSetRequest {
  readonly status: ChosenStatus;
  /** At most 140 characters. */
  readonly text?: string;
  readonly emoji?: Emoji;
  /** When the choice ends by itself. */
  readonly clearAt?: AnyTime;
  readonly traceparent?: Traceparent;
}

/** `status.zone`: Which time zone the user shares with those who see their status, or none. */
export interface StatusZoneRequest {
  /** The name of a time zone (IANA); empty: share none. At most 64 characters. */
  readonly zone: string;
  readonly traceparent?: Traceparent;
}

/** Hours of each week in which a user is not to be disturbed, by the clocks of a time zone. */
export interface QuietHours {
  /** When they begin: hours and minutes. */
  readonly from: string;
  /** When they end; not later than `from`: on the day after. */
  readonly to: string;
  /** The days on which they begin; 1 is Monday. */
  readonly days: readonly number[];
  /** The name of a time zone (IANA). At most 64 characters. */
  readonly zone: string;
  /** They were turned off this time, and don't count before then: the server's to say. */
  readonly skipUntil?: Time;
}

/** `status.skip-quiet`: The quiet hours that hold now, or begin next, are turned off this time; or they count again. */
export interface StatusSkipQuietRequest {
  /** False: they count again. */
  readonly on: boolean;
  readonly traceparent?: Traceparent;
}

/** `status.quiet`: The hours in which the user is not to be disturbed, every week, or none. */
export interface StatusQuietRequest {
  /** Left out: none. */
  readonly hours?: QuietHours;
  readonly traceparent?: Traceparent;
}

/** `status.activity`: Says that this device became idle, or active again. */
export interface StatusActivityRequest {
  readonly idle: boolean;
  /** The name of the time zone in which the device is (IANA). At most 64 characters. */
  readonly zone?: string;
  /** Nobody can see the page, so that the user is told by pushes. Absent: it can be seen. */
  readonly hidden?: boolean;
  readonly traceparent?: Traceparent;
}

/** `status.subscribe`: Follows the status of these users; replaces the list before, and an empty one ends it. */
export interface StatusSubscribeRequest {
  /** At most 1,000. */
  readonly users: readonly UserId[];
  readonly traceparent?: Traceparent;
}

/** `status.get`: Asks for the status of these users once. */
export interface StatusGetRequest {
  /** At most 1,000. */
  readonly users: readonly UserId[];
  readonly traceparent?: Traceparent;
}

/** `status.snapshot`: The status of the users that were asked for. */
export interface StatusSnapshotReply {
  readonly users: readonly Status[];
  /** Whom the user may not see; left out if there are none. */
  readonly refused?: readonly UserId[];
  readonly ref?: Ref;
}

/** `status.changed`: The status of these users changed; at most one frame a second. Volatile. */
export interface StatusChangedEvent {
  readonly users: readonly Status[];
  /** Whom the user may not see any more; they are in `users` as offline for the last time. */
  readonly refused?: readonly UserId[];
}

/** The host's name for it. A connection follows at most 256 topics; one more is a `conflict`. At most 128 characters. */
export type Topic = string;

/** A number in a topic that keeps its last messages: 1, 2, 3 … without gaps. */
export type TopicSeq = number;

/** Something that was published to a topic that keeps its last messages. */
export interface TopicPublication {
  readonly seq: TopicSeq;
  readonly type: OwnType;
  readonly data: OwnData;
}

/** `topic.subscribe`: Follows a topic; with `after`, from there on. Sent again for the same topic, it replaces the subscription before. */
export interface TopicSubscribeRequest {
  readonly topic: Topic;
  /** The last number that was seen. */
  readonly after?: TopicSeq;
  /** What `topic.subscribed` said when `after` was seen. */
  readonly epoch?: string;
  readonly traceparent?: Traceparent;
}

/** `topic.unsubscribe`: Stops following a topic. */
export interface TopicUnsubscribeRequest {
  readonly topic: Topic;
  readonly traceparent?: Traceparent;
}

/** `topic.subscribed`: The topic is followed, and what was published after `after`. */
export interface TopicSubscribedReply {
  readonly topic: Topic;
  /** The last number of the topic; 0 where it keeps none. */
  readonly head: TopicSeq;
  /** Names this numbering: under another one, earlier numbers mean nothing. */
  readonly epoch: string;
  /** `messages` is everything after `after`. `false` with an `after`: load what the topic tells of anew. */
  readonly recovered: boolean;
  readonly messages: readonly TopicPublication[];
  readonly ref?: Ref;
}

/** `topic.unsubscribed`: The topic is followed no more; without a `ref`, because the user may not follow it any longer. */
export interface TopicUnsubscribedEvent {
  readonly topic: Topic;
  readonly ref?: Ref;
}

/** `topic.message`: Something was published to a topic. */
export interface TopicMessageEvent {
  readonly topic: Topic;
  /** Left out where the topic keeps nothing: then the message is volatile. */
  readonly seq?: TopicSeq;
  /** The numbering of `seq`, where there is one. Another one than `topic.subscribed` named: subscribe again, `after` the last number that was seen under the earlier one. */
  readonly epoch?: string;
  readonly type: OwnType;
  readonly data: OwnData;
}

/** A type that the host chose; the server's own prefixes are reserved, and it neither begins nor ends with a dot. At most 64 characters. */
export type OwnType = string;

/** Whatever the host says; `ref` is the connection's. */
export type OwnData = Readonly<Record<string, unknown>>;

/** What every event of a host's own in a room's log has. */
export interface OwnLogEvent {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Time;
  readonly by: UserId;
  /** It counts as unread; missing where it does not. */
  readonly unread?: boolean;
  /** What it said was erased, and nothing but its place is left. */
  readonly deleted?: boolean;
}

/** A reply, an event, or an event of a room's log. */
export interface OwnMessage {
  readonly type: OwnType;
  readonly data?: OwnData;
}

/** A request of a host's own. */
export interface OwnRequestEnvelope {
  readonly type: OwnType;
  readonly data?: OwnData;
}

/** An event that a domain of the host put into a room's log. */
export interface OwnLogEventEnvelope {
  readonly type: OwnType;
  readonly data: OwnLogEvent;
}

/** Every request that is answered: what goes out and what comes back. The connection adds the `ref`. */
export interface Requests {
  readonly "session.auth": { readonly data: SessionAuthRequest; readonly reply: SessionReadyEvent };
  readonly "session.ping": { readonly data: SessionPingRequest; readonly reply: SessionPongReply };
  readonly "session.list": { readonly data: SessionListRequest; readonly reply: SessionListReply };
  readonly "session.end": { readonly data: SessionEndRequest; readonly reply: SessionEndedReply };
  readonly "chat.rooms": { readonly data: ChatRoomsRequest; readonly reply: ChatRoomsReply };
  readonly "chat.requests": { readonly data: ChatRequestsRequest; readonly reply: ChatRequestsReply };
  readonly "chat.accept": { readonly data: ChatAcceptRequest; readonly reply: ChatRoomEvent };
  readonly "chat.decline": { readonly data: ChatDeclineRequest; readonly reply: ChatDeclinedEvent };
  readonly "chat.create": { readonly data: ChatCreateRequest; readonly reply: ChatRoomEvent };
  readonly "chat.direct": { readonly data: ChatDirectRequest; readonly reply: ChatRoomEvent };
  readonly "chat.join": { readonly data: ChatJoinRequest; readonly reply: ChatRoomEvent };
  readonly "chat.leave": { readonly data: ChatLeaveRequest; readonly reply: ChatLeftReply };
  readonly "chat.invite": { readonly data: ChatInviteRequest; readonly reply: ChatRoomEvent };
  readonly "chat.remove": { readonly data: ChatRemoveRequest; readonly reply: ChatRoomEvent };
  readonly "chat.ban": { readonly data: ChatBanRequest; readonly reply: ChatOkReply };
  readonly "chat.unban": { readonly data: ChatUnbanRequest; readonly reply: ChatOkReply };
  readonly "chat.bans": { readonly data: ChatBansRequest; readonly reply: ChatBansReply };
  readonly "chat.update": { readonly data: ChatUpdateRequest; readonly reply: ChatRoomEvent };
  readonly "chat.directory": { readonly data: ChatDirectoryRequest; readonly reply: ChatDirectoryReply };
  readonly "chat.members": { readonly data: ChatMembersRequest; readonly reply: ChatMembersReply };
  readonly "chat.watch": { readonly data: ChatWatchRequest; readonly reply: ChatWatchingReply };
  readonly "chat.unwatch": { readonly data: ChatUnwatchRequest; readonly reply: ChatUnwatchedReply };
  readonly "chat.send": { readonly data: ChatSendRequest; readonly reply: ChatSentReply };
  readonly "chat.edit": { readonly data: ChatEditRequest; readonly reply: ChatOkReply };
  readonly "chat.delete": { readonly data: ChatDeleteRequest; readonly reply: ChatOkReply };
  readonly "chat.react": { readonly data: ChatReactRequest; readonly reply: ChatOkReply };
  readonly "chat.report": { readonly data: ChatReportRequest; readonly reply: ChatReportedReply };
  readonly "chat.bookmark": { readonly data: ChatBookmarkRequest; readonly reply: ChatBookmarkedEvent };
  readonly "chat.bookmarks": { readonly data: ChatBookmarksRequest; readonly reply: ChatBookmarksReply };
  readonly "chat.threads": { readonly data: ChatThreadsRequest; readonly reply: ChatThreadsReply };
  readonly "chat.read-thread": { readonly data: ChatReadThreadRequest; readonly reply: ChatThreadEvent };
  readonly "chat.follow-thread": { readonly data: ChatFollowThreadRequest; readonly reply: ChatThreadEvent };
  readonly "chat.schedule": { readonly data: ChatScheduleRequest; readonly reply: ChatScheduledEvent };
  readonly "chat.reschedule": { readonly data: ChatRescheduleRequest; readonly reply: ChatScheduledEvent };
  readonly "chat.unschedule": { readonly data: ChatUnscheduleRequest; readonly reply: ChatUnscheduledEvent };
  readonly "chat.schedules": { readonly data: ChatSchedulesRequest; readonly reply: ChatSchedulesReply };
  readonly "chat.commands": { readonly data: ChatCommandsRequest; readonly reply: ChatCommandsReply };
  readonly "chat.command": { readonly data: ChatCommandRequest; readonly reply: ChatCommandResultReply };
  readonly "chat.pin": { readonly data: ChatPinRequest; readonly reply: ChatOkReply };
  readonly "chat.history": { readonly data: ChatHistoryRequest; readonly reply: ChatHistoryReply };
  readonly "chat.unpreview": { readonly data: ChatUnpreviewRequest; readonly reply: ChatOkReply };
  readonly "chat.pins": { readonly data: ChatPinsRequest; readonly reply: ChatPinsReply };
  readonly "chat.sync": { readonly data: ChatSyncRequest; readonly reply: ChatSyncedReply };
  readonly "chat.settings": { readonly data: ChatSettingsRequest; readonly reply: ChatSettingsEvent };
  readonly "people.sync": { readonly data: PeopleSyncRequest; readonly reply: PeopleSyncedReply };
  readonly "people.find": { readonly data: PeopleFindRequest; readonly reply: PeopleFoundReply };
  readonly "people.shared": { readonly data: PeopleSharedRequest; readonly reply: PeopleSharedReply };
  readonly "people.block": { readonly data: PeopleBlockRequest; readonly reply: PeopleBlockedEvent };
  readonly "people.unblock": { readonly data: PeopleUnblockRequest; readonly reply: PeopleBlockedEvent };
  readonly "people.blocks": { readonly data: PeopleBlocksRequest; readonly reply: PeopleBlocksReply };
  readonly "people.pictures": { readonly data: PeoplePicturesRequest; readonly reply: PeoplePicturesReply };
  readonly "push.subscribe": { readonly data: PushSubscribeRequest; readonly reply: PushOkReply };
  readonly "push.unsubscribe": { readonly data: PushUnsubscribeRequest; readonly reply: PushOkReply };
  readonly "chat.read": { readonly data: ChatReadRequest; readonly reply: ChatOkReply };
  readonly "chat.search": { readonly data: ChatSearchRequest; readonly reply: ChatFoundReply };
  readonly "call.start": { readonly data: CallStartRequest; readonly reply: CallStartedReply };
  readonly "call.accept": { readonly data: CallAcceptRequest; readonly reply: CallJoinedReply };
  readonly "call.decline": { readonly data: CallDeclineRequest; readonly reply: CallOkReply };
  readonly "call.cancel": { readonly data: CallCancelRequest; readonly reply: CallOkReply };
  readonly "call.leave": { readonly data: CallLeaveRequest; readonly reply: CallOkReply };
  readonly "call.end": { readonly data: CallEndRequest; readonly reply: CallOkReply };
  readonly "call.join": { readonly data: CallJoinRequest; readonly reply: CallJoinedReply };
  readonly "call.invite": { readonly data: CallInviteRequest; readonly reply: CallOkReply };
  readonly "call.ice": { readonly data: CallIceRequest; readonly reply: CallIceReply };
  readonly "call.history": { readonly data: CallHistoryRequest; readonly reply: CallHistoryReply };
  readonly "call.mute": { readonly data: CallMuteRequest; readonly reply: CallOkReply };
  readonly "call.remove": { readonly data: CallRemoveRequest; readonly reply: CallOkReply };
  readonly "call.seen": { readonly data: CallSeenRequest; readonly reply: CallOkReply };
  readonly "call.list": { readonly data: CallListRequest; readonly reply: CallListReply };
  readonly "status.set": { readonly data: StatusSetRequest; readonly reply: OwnStatus };
  readonly "status.zone": { readonly data: StatusZoneRequest; readonly reply: OwnStatus };
  readonly "status.quiet": { readonly data: StatusQuietRequest; readonly reply: OwnStatus };
  readonly "status.skip-quiet": { readonly data: StatusSkipQuietRequest; readonly reply: OwnStatus };
  readonly "status.subscribe": { readonly data: StatusSubscribeRequest; readonly reply: StatusSnapshotReply };
  readonly "status.get": { readonly data: StatusGetRequest; readonly reply: StatusSnapshotReply };
  readonly "topic.subscribe": { readonly data: TopicSubscribeRequest; readonly reply: TopicSubscribedReply };
  readonly "topic.unsubscribe": { readonly data: TopicUnsubscribeRequest; readonly reply: TopicUnsubscribedEvent };
}

/** Every request that has no reply: what goes out. */
export interface Notices {
  readonly "chat.typing": ChatTypingRequest;
  readonly "call.signal": CallSignalRequest;
  readonly "call.media": CallMediaRequest;
  readonly "call.stats": CallStatsRequest;
  readonly "call.reaction": CallReactionRequest;
  readonly "status.activity": StatusActivityRequest;
}

/** Everything that the server sends, replies as well as events. */
export interface ServerMessages {
  readonly "session.ready": SessionReadyEvent;
  readonly "session.pong": SessionPongReply;
  readonly "session.list": SessionListReply;
  readonly "session.ended": SessionEndedReply;
  readonly "session.expiring": SessionExpiringEvent;
  readonly "session.draining": SessionDrainingEvent;
  readonly "session.lagging": SessionLaggingEvent;
  readonly "error": ErrorReply;
  readonly "chat.rooms": ChatRoomsReply;
  readonly "chat.requests": ChatRequestsReply;
  readonly "chat.room": ChatRoomEvent;
  readonly "chat.bans": ChatBansReply;
  readonly "chat.barred": ChatBarredEvent;
  readonly "chat.reported": ChatReportedReply;
  readonly "chat.bookmarked": ChatBookmarkedEvent;
  readonly "chat.thread": ChatThreadEvent;
  readonly "chat.threads": ChatThreadsReply;
  readonly "chat.bookmarks": ChatBookmarksReply;
  readonly "chat.scheduled": ChatScheduledEvent;
  readonly "chat.unscheduled": ChatUnscheduledEvent;
  readonly "chat.schedules": ChatSchedulesReply;
  readonly "chat.commands": ChatCommandsReply;
  readonly "chat.command-result": ChatCommandResultReply;
  readonly "chat.requested": ChatRequestedEvent;
  readonly "chat.asked": ChatAskedEvent;
  readonly "chat.declined": ChatDeclinedEvent;
  readonly "chat.directory": ChatDirectoryReply;
  readonly "chat.members": ChatMembersReply;
  readonly "chat.watching": ChatWatchingReply;
  readonly "chat.unwatched": ChatUnwatchedReply;
  readonly "chat.sent": ChatSentReply;
  readonly "chat.ok": ChatOkReply;
  readonly "chat.history": ChatHistoryReply;
  readonly "chat.pins": ChatPinsReply;
  readonly "chat.events": ChatEventsReply;
  readonly "chat.synced": ChatSyncedReply;
  readonly "people.synced": PeopleSyncedReply;
  readonly "people.found": PeopleFoundReply;
  readonly "people.shared": PeopleSharedReply;
  readonly "people.blocked": PeopleBlockedEvent;
  readonly "people.blocks": PeopleBlocksReply;
  readonly "people.renamed": PeopleRenamedEvent;
  readonly "people.pictured": PeoplePicturedEvent;
  readonly "people.pictures": PeoplePicturesReply;
  readonly "push.ok": PushOkReply;
  readonly "chat.found": ChatFoundReply;
  readonly "chat.typing": ChatTypingEvent;
  readonly "chat.receipt": ChatReceiptEvent;
  readonly "chat.settings": ChatSettingsEvent;
  readonly "chat.unread": ChatUnreadEvent;
  readonly "chat.expired": ChatExpiredEvent;
  readonly "call.started": CallStartedReply;
  readonly "call.joined": CallJoinedReply;
  readonly "call.ok": CallOkReply;
  readonly "call.ice": CallIceReply;
  readonly "call.history": CallHistoryReply;
  readonly "call.list": CallListReply;
  readonly "call.incoming": CallIncomingEvent;
  readonly "call.ringing": CallRingingEvent;
  readonly "call.answered-elsewhere": CallAnsweredElsewhereEvent;
  readonly "call.participant-joined": CallParticipantJoinedEvent;
  readonly "call.participant-left": CallParticipantLeftEvent;
  readonly "call.declined": CallDeclinedEvent;
  readonly "call.busy": CallBusyEvent;
  readonly "call.no-answer": CallNoAnswerEvent;
  readonly "call.missed": CallMissedEvent;
  readonly "call.unseen": CallUnseenEvent;
  readonly "call.signal": CallSignalEvent;
  readonly "call.media": CallMediaEvent;
  readonly "call.mode": CallModeEvent;
  readonly "call.muted": CallMutedEvent;
  readonly "call.reaction": CallReactionEvent;
  readonly "call.host": CallHostEvent;
  readonly "call.updated": CallUpdatedEvent;
  readonly "call.ended": CallEndedEvent;
  readonly "status.ok": OwnStatus;
  readonly "status.snapshot": StatusSnapshotReply;
  readonly "status.changed": StatusChangedEvent;
  readonly "chat.message": ChatMessageEvent;
  readonly "chat.edited": ChatEditedEvent;
  readonly "chat.deleted": ChatDeletedEvent;
  readonly "chat.reacted": ChatReactedEvent;
  readonly "chat.pinned": ChatPinnedEvent;
  readonly "chat.previewed": ChatPreviewedEvent;
  readonly "chat.joined": ChatJoinedEvent;
  readonly "chat.left": ChatLeftEvent | ChatLeftReply;
  readonly "chat.banned": ChatBannedEvent;
  readonly "chat.updated": ChatUpdatedEvent;
  readonly "chat.call": ChatCallEvent;
  readonly "chat.erased": ChatErasedEvent;
  readonly "topic.subscribed": TopicSubscribedReply;
  readonly "topic.unsubscribed": TopicUnsubscribedEvent;
  readonly "topic.message": TopicMessageEvent;
}

/** The events of a room's log. */
export interface LogEvents {
  readonly "chat.message": ChatMessageEvent;
  readonly "chat.edited": ChatEditedEvent;
  readonly "chat.deleted": ChatDeletedEvent;
  readonly "chat.reacted": ChatReactedEvent;
  readonly "chat.pinned": ChatPinnedEvent;
  readonly "chat.previewed": ChatPreviewedEvent;
  readonly "chat.joined": ChatJoinedEvent;
  readonly "chat.left": ChatLeftEvent;
  readonly "chat.banned": ChatBannedEvent;
  readonly "chat.updated": ChatUpdatedEvent;
  readonly "chat.call": ChatCallEvent;
  readonly "chat.erased": ChatErasedEvent;
}

/** An event of a room's log, the same envelope live and in `chat.events`. */
export type LogEvent = { [T in keyof LogEvents]: { readonly type: T; readonly data: LogEvents[T] } }[keyof LogEvents];

/** The types of the events of a room's log. */
export const logEventTypes: readonly (keyof LogEvents)[] = [
  "chat.message",
  "chat.edited",
  "chat.deleted",
  "chat.reacted",
  "chat.pinned",
  "chat.previewed",
  "chat.joined",
  "chat.left",
  "chat.banned",
  "chat.updated",
  "chat.call",
  "chat.erased",
];
