/**
 * The client with all of its parts.
 * @module @akkarealtime/client
 */

export * from "./protocol/index.ts";
export { Client, connect, type ClientOptions } from "./client.ts";
export type { CoreOptions } from "./core.ts";
export {
  Connection,
  type ConnectionOptions,
  type ConnectionSnapshot,
  type ConnectionState,
  type TokenProvider,
  type TokenReason,
  type Transport,
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
export { defaultPath, httpOrigin, httpUrl, socketUrl } from "./connection/url.ts";
export { browserStorage, deviceId, memoryStorage, newId, type KeyValueStorage } from "./connection/environment.ts";
export { folded } from "./folded.ts";
export { Store, type Readable } from "./store.ts";
export { Core, type BlockList, type Made, type Part, type PartMakers } from "./core.ts";
export {
  chatCommands,
  createRoom,
  type CreateOptions,
  type GivenCommand,
  runCommand,
  BasicRooms,
  Blocks,
  browserOutbox,
  indexedDbOutbox,
  matches,
  memoryOutbox,
  Members,
  Outbox,
  People,
  Rooms,
  Settings,
  ThreadLog,
  Typing,
  withPending,
  ChatClient,
  type ChatClientOptions,
  type Arrival,
  type Draft,
  type HistoryState,
  type IndexedDbOutboxOptions,
  type MembersState,
  type NoticeEvent,
  type Outgoing,
  type OutgoingState,
  type OutboxStore,
  type Pending,
  type Pins,
  type PinsState,
  type Receipt,
  type RoomsOptions,
  type RoomState,
  type SettingsChange,
  type ThreadState,
  type TimelineEntry,
} from "./chat/index.ts";
export { FileError, Files, type UploadAnswer, type UploadOptions, type UploadRequest, type UploadTransport } from "./files/index.ts";
export { Presence, type InputSource } from "./status/index.ts";
export {
  browserRingElection,
  browserRtc,
  Calls,
  CallSession,
  LocalMedia,
  PeerLink,
  ringElection,
  type CallHistory,
  type CallHistoryState,
  type CallPhase,
  type CallReaction,
  type CallSessionState,
  type CallsPartOptions,
  type CallsState,
  type Device,
  type DeviceKind,
  type Devices,
  type DevicesState,
  type IncomingCall,
  type Invited,
  type InviteFate,
  type LateCode,
  type LinkQuality,
  type LinkState,
  type LocalMediaState,
  type MediaCode,
  type MediaObstacle,
  type MediaProblem,
  type MediaWish,
  type MissedCall,
  type QualityGrade,
  type RemoteParticipant,
  type RingElection,
  type Rtc,
} from "./calls/index.ts";
