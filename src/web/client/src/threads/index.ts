/**
 * Threads that the user follows, as a part of a client.
 * @module @akkarealtime/client/threads
 */

import type { Core } from "../core.ts";
import { Threads } from "./threads.ts";

export { Threads, type ThreadMark, type ThreadsState } from "./threads.ts";

const made = new WeakMap<Core, Threads>();

/** A part of a client: which threads its user follows, and how far they have read them. Asked for again, also later, it is the same one. */
export function threads(client: Core): Threads {
  const known = made.get(client);
  if (known) return known;
  const part = new Threads(client);
  made.set(client, part);
  client.add({ close: () => part.close() });
  return part;
}
