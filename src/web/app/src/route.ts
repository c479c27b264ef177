import { jumpTo } from "@akkarealtime/react-ui";
import { useSyncExternalStore } from "react";

interface Route {
  readonly room: string | null;
  readonly message: string | null;
}

/** The open room, and maybe a message of it, stand in the address: `#/room/ID`, `#/room/ID/MESSAGE`. A reload and the back button work. */
export function useOpenRoom(): string | null {
  return routeOf(useSyncExternalStore(subscribe, () => location.hash)).room;
}

export function openRoom(room: string | null): void {
  location.hash = room === null ? "#/" : hashOf(room);
  // The browser says so later: what is done with a room that was left would meet it open.
  for (const listener of listeners) listener();
}

/** Opens a room at a message. */
export function openMessage(room: string, message: string): void {
  const hash = hashOf(room, message);
  if (location.hash === hash) jumpTo(room, message);
  else location.hash = hash;
}

/** The address of a message, for others who may read it. */
export function linkTo(room: string, message: string): string {
  return location.origin + location.pathname + hashOf(room, message);
}

/** The address forgets the message, without a step in the history: a reload opens the room where it goes on. */
export function leaveMessage(): void {
  const { room, message } = routeOf(location.hash);
  if (room !== null && message !== null) history.replaceState(null, "", hashOf(room));
}

function hashOf(room: string, message?: string): string {
  return `#/room/${encodeURIComponent(room)}${message === undefined ? "" : `/${encodeURIComponent(message)}`}`;
}

function routeOf(hash: string): Route {
  const [, room, message] = /^#\/room\/([^/]+)(?:\/([^/]+))?$/.exec(hash) ?? [];
  return { room: decode(room), message: decode(message) };
}

function decode(part: string | undefined): string | null {
  if (part === undefined) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("hashchange", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("hashchange", listener);
  };
}

/** A message in the address is a jump. */
function jumpToAddress(): void {
  const { room, message } = routeOf(location.hash);
  if (room !== null && message !== null) jumpTo(room, message);
}

window.addEventListener("hashchange", jumpToAddress);
jumpToAddress();

/** Where a click on a notification leads, of which the service worker tells. */
export function openTold(told: unknown): void {
  const { type, room, message } = (told ?? {}) as { type?: string; room?: string; message?: string };
  if (type !== "open" || room === undefined) return;
  if (message === undefined) openRoom(room);
  else openMessage(room, message);
}

// Here, with the first load: it may be told before the other parts are there.
(navigator as Partial<Navigator>).serviceWorker?.addEventListener("message", ({ data }) => openTold(data));
