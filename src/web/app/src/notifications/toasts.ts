import { RequestError, Store } from "@akkarealtime/client";

export interface Toast {
  readonly id: number;
  readonly text: string;
}

export const toasts = new Store<readonly Toast[]>([]);
const shownMs = 5_000;
let last = 0;

export function toast(text: string): void {
  const id = ++last;
  toasts.update((all) => [...all.slice(-2), { id, text }]);
  setTimeout(() => toasts.update((all) => all.filter((other) => other.id !== id)), shownMs);
}

/** In words what went wrong with a request. */
export function explain(error: unknown): string {
  if (!(error instanceof RequestError)) return error instanceof Error ? error.message : "Something went wrong.";
  switch (error.code) {
    case "disconnected":
      return "You’re not connected. Try again in a moment.";
    case "timeout":
      return "The server didn’t answer in time.";
    case "rate-limited":
      return "You’re going a little fast. Wait a moment, then try again.";
    case "forbidden":
      return "You’re not allowed to do that.";
    case "not-found":
      // Of those who were named in a request (protocol §3).
      if (error.field === "user" || error.field === "users" || error.field === "members") return "No one has ever signed in with that user ID.";
      return "That’s no longer there.";
    case "too-large":
      return "That’s too long.";
    case "unknown-type":
      return "Not supported by this server.";
    case "busy":
    case "unavailable":
      return "The server is busy. Try again in a moment.";
    default:
      return error.message || "Something went wrong.";
  }
}

/** Does it, and says so where it fails. */
export function attempt(action: Promise<unknown>): void {
  action.catch((error: unknown) => toast(explain(error)));
}
