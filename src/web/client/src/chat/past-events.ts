import type { Connection } from "../connection/connection.ts";
import { retryAfter } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import type { OwnLogEvents } from "./own-log-events.ts";
import { firstMissing, isLoadedAt, type RoomState } from "./room-state.ts";

/** More than a sync brings: then messages are shown without what lies between. */
const mostMissing = 1_000;
const patienceMs = 30_000;

export interface PastEventsOptions {
  readonly connection: Connection;
  readonly room: string;
  readonly state: () => RoomState;
  readonly own: OwnLogEvents;
  /** What there was has come. */
  readonly onAsked: () => void;
}

/** Calls and joins are no messages, so history doesn't have them: they are asked of the log, for the part that is loaded. */
export class PastEvents {
  readonly #options: PastEventsOptions;
  #isAsking = false;
  /** Another part was loaded meanwhile. */
  #isWanted = false;
  #isInterrupted = false;

  constructor(options: PastEventsOptions) {
    this.#options = options;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  ask(): void {
    this.#isWanted = this.#isAsking;
    if (this.#isAsking) return;
    this.#isInterrupted = false;
    const { connection, room, own, onAsked } = this.#options;
    const state = this.#options.state();
    const missing = firstMissing(state);
    if (missing === undefined && !state.newer && isLoadedAt(state, own.heard + 1)) own.passTo(state.seen);
    if (missing === undefined || state.seen - missing >= mostMissing) {
      own.skipTo(state.seen);
      return;
    }
    this.#isAsking = true;
    const done = () => {
      this.#isAsking = false;
      onAsked();
      if (this.#isWanted) this.ask();
      else own.skipTo(this.#options.state().seen);
    };
    connection.request("chat.sync", { rooms: { [room]: missing - 1 } }, patienceMs).then(done, (error: unknown) => {
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
    if (this.#isInterrupted && this.#options.state().history === "loaded") this.ask();
  }
}
