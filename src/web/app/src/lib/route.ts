import { useSyncExternalStore } from "react";

/** The open room stands in the address, so that a reload and the back button work. */
export function useRoute(): { room: string | null; open: (room: string | null) => void } {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const room = /^#\/room\/(.+)$/.exec(hash)?.[1];
  return { room: room === undefined ? null : decodeURIComponent(room), open: openRoom };
}

export function openRoom(room: string | null): void {
  location.hash = room === null ? "#/" : `#/room/${encodeURIComponent(room)}`;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
