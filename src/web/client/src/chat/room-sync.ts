import type { Connection } from "../connection/connection.ts";
import { retryAfter } from "../connection/question.ts";
import type { RoomLog } from "./room-log.ts";

const patienceMs = 30_000;

/** Asks for everything after what was seen of rooms' logs: one question for a room at a time, until nothing is missing. */
export class RoomSync {
  readonly #connection: Connection;
  readonly #log: (id: string) => RoomLog | undefined;
  #asking = new Set<string>();
  /** Asked for again meanwhile: the answer on its way may not know of the reason. */
  readonly #again = new Set<string>();

  constructor(connection: Connection, log: (id: string) => RoomLog | undefined) {
    this.#connection = connection;
    this.#log = log;
    connection.onReady(() => {
      this.#asking = new Set();
      this.#again.clear();
    });
  }

  isAsking(id: string): boolean {
    return this.#asking.has(id);
  }

  /** For a room that is being asked for already this changes nothing: whatever is missing then is asked for after it. */
  ask(ids: readonly string[]): void {
    const wanted = ids.filter((id) => this.#log(id) && !this.#asking.has(id));
    if (wanted.length === 0) return;
    for (const id of wanted) this.#asking.add(id);
    const mine = this.#asking;
    const seen = Object.fromEntries(wanted.map((id) => [id, this.#log(id)?.syncFrom ?? 0]));
    this.#connection.request("chat.sync", { rooms: seen }, patienceMs).then(
      () => {
        for (const id of wanted) {
          mine.delete(id);
          this.#log(id)?.synced();
        }
        if (mine === this.#asking) this.ask(wanted.filter((id) => this.#again.delete(id) || this.#log(id)?.isBehind === true));
      },
      (error: unknown) => {
        for (const id of wanted) mine.delete(id);
        // Each question for itself: what another one asks for doesn't take this one's place.
        const afterMs = retryAfter(error);
        const again = () => mine === this.#asking && this.ask(wanted);
        if (afterMs !== null) setTimeout(() => this.#connection.inTurn(again), afterMs);
      },
    );
  }

  /** Something was lost that nothing else tells of. */
  askAgain(ids: readonly string[]): void {
    for (const id of ids) if (this.#asking.has(id)) this.#again.add(id);
    this.ask(ids);
  }
}
