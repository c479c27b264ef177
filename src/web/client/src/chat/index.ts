/**
 * A client for chat alone.
 * @module @akkarealtime/client/chat
 */

export { connect, ChatClient, type ChatClientOptions } from "./chat-client.ts";
export type { CoreOptions } from "../core.ts";
export { createRoom, type CreateOptions } from "./create.ts";
export { chatCommands, runCommand, type GivenCommand } from "./commands.ts";
export { BasicRooms } from "./basic-rooms.ts";
export { Blocks } from "./blocks.ts";
export { Rooms } from "./rooms.ts";
export type { RoomsOptions } from "./known-rooms.ts";
export { blocks, members, people, settings, typing } from "./parts.ts";
export { browserOutbox, indexedDbOutbox, memoryOutbox, type IndexedDbOutboxOptions, type OutboxStore } from "./outbox-store.ts";
export { Outbox, type Draft, type Outgoing, type OutgoingState } from "./outbox.ts";
export { withPending, type HistoryState, type Pending, type Receipt, type RoomState } from "./room-state.ts";
export type { NoticeEvent, TimelineEntry } from "./timeline.ts";
export type { Arrival } from "./message-news.ts";
export type { Pins, PinsState } from "./pins.ts";
export { ThreadLog, type ThreadState } from "./thread-log.ts";
export { matches, Members } from "./members.ts";
export type { MembersState } from "./members-state.ts";
export { People } from "./people.ts";
export { Settings, type SettingsChange } from "./settings.ts";
export { Typing } from "./typing.ts";
