/**
 * Hooks over a client.
 * @module @akkarealtime/react
 */

export { ClientProvider, useClient } from "./context.ts";
export {
  useCalls,
  useConnection,
  useMembers,
  useMyStatus,
  useNames,
  useOutgoing,
  usePins,
  usePresence,
  usePreviews,
  useRoom,
  useRooms,
  useRoomsLoaded,
  useSettings,
  useTyping,
} from "./hooks.ts";
export { hooksFor, useEvent, useRequest, useTopic, type OwnHooks, type RequestState, type SendRequest } from "./own-messages.ts";
export { useThread, useThreads } from "./threads.ts";
export { useReadable, useSelected } from "./use-readable.ts";
