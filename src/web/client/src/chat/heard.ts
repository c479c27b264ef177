import type { Seq } from "../protocol/index.ts";

/**
 * Up to where those who listen were told of a room's events: each is handed on once, in the order of the log. What a room shows
 * may be ahead of it, since a page of history or a list of rooms stands for everything up to its head.
 */
export class Heard {
  /** What happened up to here was there before: of interest only where it still comes live. */
  readonly #base: Seq;
  #upTo: Seq;

  constructor(base: Seq, upTo: Seq) {
    this.#base = base;
    this.#upTo = upTo;
  }

  get upTo(): Seq {
    return Math.max(this.#base, this.#upTo);
  }

  /** Whether an event is to be handed on; from now on it was. */
  take(seq: Seq, isLive: boolean): boolean {
    if (seq <= (isLive ? this.#upTo : this.upTo)) return false;
    this.#upTo = seq;
    return true;
  }

  /** Up to here nothing is waited for any more; true where something was passed over. */
  skipTo(seq: Seq): boolean {
    if (seq <= this.upTo) return false;
    this.#upTo = seq;
    return true;
  }
}
