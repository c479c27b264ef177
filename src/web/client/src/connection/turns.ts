import type { Limits } from "../protocol/index.ts";
import { Pace } from "./pace.ts";

interface Turn {
  readonly take: () => void;
  readonly onLost: () => void;
}

/**
 * What is sent in bulk goes one after the other, below the server's rate limit: after a reconnect many parts of a client have
 * something to ask for. Bounded by what they keep: each waits with one thing for each topic, room or request of an app.
 */
export class Turns {
  readonly #pace = new Pace();
  /** What somebody has typed goes before what is asked for by itself. */
  #urgent: Turn[] = [];
  #others: Turn[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  begin(limits: Limits | undefined): void {
    this.#pace.begin(limits);
  }

  add(turn: Turn, isUrgent: boolean): void {
    (isUrgent ? this.#urgent : this.#others).push(turn);
    if (this.#timer === undefined) this.#next();
  }

  /** The connection is lost: nobody's turn comes any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = [...this.#urgent, ...this.#others];
    this.#urgent = [];
    this.#others = [];
    for (const { onLost } of waiting) onLost();
  }

  #next(): void {
    this.#timer = undefined;
    while (this.#urgent.length + this.#others.length > 0) {
      const waitMs = this.#pace.take();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#next(), waitMs);
        return;
      }
      (this.#urgent.shift() ?? this.#others.shift())?.take();
    }
  }
}
