export { ClientProvider, useClient } from "./context.ts";
export {
  useCalls,
  useConnection,
  useMyStatus,
  useOutgoing,
  usePresence,
  useRoom,
  useRooms,
  useRoomsLoaded,
  useTyping,
} from "./hooks.ts";
export { useReadable, useSelected } from "./use-readable.ts";
