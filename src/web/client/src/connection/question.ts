import type { Connection } from "./connection.ts";
import { RequestError, type FailureCode } from "./requests.ts";

/** What passes by itself: asked again, it may be answered. */
export const passing: ReadonlySet<FailureCode> = new Set<FailureCode>(["timeout", "unavailable", "rate-limited", "busy", "internal"]);
export const retryMs = 3_000;

/** When to ask again: as the server said, or after a while; null where it would change nothing. A lost connection asks for itself when it is back. */
export function retryAfter(error: unknown): number | null {
  return error instanceof RequestError && passing.has(error.code) ? (error.retryAfterMs ?? retryMs) : null;
}

/** Something that is asked until it is answered, or refused for good, or moot. Asking anew takes the place of what was asked before. */
export class Question {
  readonly #connection: Connection;
  readonly #ask: () => Promise<unknown>;
  readonly #isBulk: boolean;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ask` rejects with what the server said. `isBulk`: there are many of its kind, so it is asked in its turn among all that is sent in bulk. */
  constructor(connection: Connection, ask: () => Promise<unknown>, { isBulk = false } = {}) {
    this.#connection = connection;
    this.#ask = ask;
    this.#isBulk = isBulk;
  }

  /** Without a session nothing is asked: whoever needs it asks when the next one begins. */
  ask(): void {
    this.end();
    const turn = this.#turn;
    const send = () => {
      if (turn !== this.#turn) return;
      this.#ask().catch((error: unknown) => {
        const afterMs = retryAfter(error);
        if (afterMs !== null && turn === this.#turn) this.#timer = setTimeout(() => this.ask(), afterMs);
      });
    };
    if (this.#isBulk) this.#connection.inTurn(send);
    else send();
  }

  /** It is moot. */
  end(): void {
    this.#turn++;
    clearTimeout(this.#timer);
  }
}
