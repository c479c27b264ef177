import type { Limits } from "../protocol/index.ts";
import { elapsedMs } from "./clock.ts";

/** The rest of what the server allows is for typing, reading and calls. */
const share = 0.6;

/** Keeps what is sent in bulk below the server's rate limit, so that a long outbox is no flood. */
export class Pace {
  #perSecond = 0;
  #burst = 0;
  #tokens = 0;
  #at = 0;

  /** A new connection has a full burst; a rate of 0 is none. */
  begin(limits: Limits | undefined): void {
    this.#perSecond = (limits?.messagesPerSecond ?? 0) * share;
    this.#burst = Math.max(1, (limits?.burst ?? 0) * share);
    this.#tokens = this.#burst;
    this.#at = elapsedMs();
  }

  /** 0: send now; else the milliseconds until it may be. */
  take(): number {
    if (this.#perSecond === 0) return 0;
    const now = elapsedMs();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1_000) * this.#perSecond);
    this.#at = now;
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1_000);
    this.#tokens -= 1;
    return 0;
  }
}
