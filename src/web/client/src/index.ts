export * from "./protocol/index.ts";
export { Client, type ClientOptions } from "./client.ts";
export {
  Connection,
  type ConnectionOptions,
  type ConnectionSnapshot,
  type ConnectionState,
  type TokenProvider,
  type TokenReason,
} from "./connection/connection.ts";
export { ServerClock } from "./connection/clock.ts";
export { RequestError, type FailureCode, type WaitOptions } from "./connection/requests.ts";
export type {
  AnyMessages,
  AppMessages,
  EventData,
  EventType,
  ReplyData,
  RequestData,
  RequestType,
  TopicMessage,
  TopicName,
} from "./own/app.ts";
export type { RequestOptions } from "./own/request.ts";
export type { TopicSubscriber } from "./own/topic-feed.ts";
export type { Topic, TopicOptions } from "./own/topics.ts";
export { httpOrigin, httpUrl, socketUrl } from "./connection/url.ts";
export { browserStorage, deviceId, memoryStorage, newId, type KeyValueStorage } from "./connection/environment.ts";
export { folded } from "./folded.ts";
export { Store, type Readable } from "./store.ts";
export { Rooms } from "./chat/rooms.ts";
export { Settings, type SettingsChange } from "./chat/settings.ts";
export { withPending, type HistoryState, type Pending, type Receipt, type RoomState } from "./chat/room-state.ts";
export type { NoticeEvent, TimelineEntry } from "./chat/timeline.ts";
export type { Arrival } from "./chat/message-news.ts";
export type { Pins, PinsState } from "./chat/pins.ts";
export { ThreadLog, type ThreadState } from "./chat/thread-log.ts";
export { matches, Members } from "./chat/members.ts";
export type { MembersState } from "./chat/members-state.ts";
export { browserOutbox, indexedDbOutbox, memoryOutbox, type IndexedDbOutboxOptions, type OutboxStore } from "./chat/outbox-store.ts";
export { People } from "./chat/people.ts";
export { Outbox, type Draft, type Outgoing, type OutgoingState } from "./chat/outbox.ts";
export { FileError, Files, type UploadOptions } from "./files/files.ts";
export type { UploadAnswer, UploadRequest, UploadTransport } from "./files/transport.ts";
export { Typing } from "./chat/typing.ts";
export { Presence } from "./status/presence.ts";
export { Calls } from "./calls/calls.ts";
export type { CallsState, IncomingCall, MissedCall } from "./calls/calls-state.ts";
export { CallSession } from "./calls/session/call-session.ts";
export type { LateCode, MediaCode } from "./calls/session/late-code.ts";
export type { CallPhase, CallSessionState, RemoteParticipant } from "./calls/session/call-state.ts";
export type { Device, DeviceKind, Devices, DevicesState } from "./calls/media/devices.ts";
export { LocalMedia, type LocalMediaState, type MediaObstacle, type MediaProblem, type MediaWish } from "./calls/media/local-media.ts";
export type { CallHistory, CallHistoryState } from "./calls/history.ts";
export type { Invited, InviteFate } from "./calls/session/people.ts";
export type { LinkQuality, QualityGrade } from "./calls/media/quality.ts";
export type { CallReaction } from "./calls/session/reactions.ts";
export type { LinkState } from "./calls/links/media-link.ts";
export { PeerLink } from "./calls/links/peer-link.ts";
export { browserRtc, type Rtc } from "./calls/media/rtc.ts";
export { browserRingElection, ringElection, type RingElection } from "./calls/ringing/ring-election.ts";
