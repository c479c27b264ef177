import type { Call } from "../../protocol/index.ts";
import type { MediaWish } from "../media/local-media.ts";
import type { CallMemory, KeptCall } from "./call-memory.ts";
import type { CallSession } from "./call-session.ts";

/** A call that this page goes back into, with microphone and camera as they were. */
export interface Back {
  readonly call: Call;
  readonly wish: MediaWish;
}

/** A server keeps a place for 30 s; whoever accepted longer ago is asked again. */
const acceptedForMs = 60_000;

/** From a page in a call to the page that is loaded in its place, in whatever phase the call is. */
export class WayBack {
  readonly #memory: CallMemory;
  readonly #participant: () => string;
  readonly #now: () => number;

  constructor(memory: CallMemory, participant: () => string, now: () => number) {
    this.#memory = memory;
    this.#participant = participant;
    this.#now = now;
  }

  /** The page goes away. */
  keep(session: CallSession | null): void {
    const kept = session?.kept;
    if (kept) this.#memory.keep(kept);
  }

  /** The call that this page was in before it was loaded again; null where it is over, or another tab or device has the place now. */
  take(calls: readonly Call[]): Back | null {
    const kept = this.#memory.take();
    const call = kept && calls.find((one) => this.#isSame(one, kept) && this.#hasPlace(one, kept));
    return call ? { call, wish: { audio: kept.audio, video: kept.video } } : null;
  }

  #isSame(call: Call, { callId, room }: KeptCall): boolean {
    if (callId !== null) return call.id === callId;
    // Asked for, and the page went before the server's answer.
    return call.host === this.#me && (room === null || call.room === room);
  }

  #hasPlace({ participants, ringing }: Call, { callId, entry, at }: KeptCall): boolean {
    const mine = participants.find(({ user }) => user === this.#me);
    if (mine) return mine.participant === this.#participant() && (entry === null || mine.entry === undefined || mine.entry === entry);
    // Accepted, and the page went before the server heard of it.
    return callId !== null && entry === null && ringing.includes(this.#me) && this.#now() - at < acceptedForMs;
  }

  get #me(): string {
    return this.#participant().split("/")[0] ?? "";
  }
}
