import { retryAfter } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import type { LoadedPartOptions } from "./loaded-part.ts";
import { firstMissing, isLoadedAt } from "./loaded-state.ts";

/** More than a sync brings: then messages are shown without what lies between. */
const mostMissing = 1_000;
const patienceMs = 30_000;

/** Calls and joins are no messages, so history doesn't have them: they are asked of the log, for the part that is loaded. */
export class PastEvents {
  readonly #options: LoadedPartOptions;
  #isAsking = false;
  /** Another part was loaded meanwhile. */
  #isWanted = false;
  #isInterrupted = false;

  constructor(options: LoadedPartOptions) {
    this.#options = options;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  ask(): void {
    this.#isWanted = this.#isAsking;
    if (this.#isAsking) return;
    this.#isInterrupted = false;
    const { connection, log, own } = this.#options;
    const state = this.#options.log.state.get();
    const missing = firstMissing(state);
    if (missing === undefined && !state.newer && isLoadedAt(state, own.heard + 1)) own.passTo(state.seen);
    if (missing === undefined || state.seen - missing >= mostMissing) {
      own.skipTo(state.seen);
      return;
    }
    this.#isAsking = true;
    const done = () => {
      this.#isAsking = false;
      log.synced();
      if (this.#isWanted) this.ask();
      else own.skipTo(this.#options.log.state.get().seen);
    };
    connection.request("chat.sync", { rooms: { [log.id]: missing - 1 } }, patienceMs).then(done, (error: unknown) => {
      const afterMs = retryAfter(error);
      this.#isInterrupted = error instanceof RequestError && error.code === "disconnected";
      if (afterMs === null && !this.#isInterrupted) {
        done();
        return;
      }
      this.#isAsking = false;
      if (afterMs !== null) setTimeout(() => connection.inTurn(() => this.ask()), afterMs);
    });
  }

  /** A session has begun: what the last one didn't answer is asked for again. */
  resume(): void {
    if (this.#isInterrupted && this.#options.log.state.get().history === "loaded") this.ask();
  }
}
