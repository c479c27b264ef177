import type { Connection } from "../connection/connection.ts";
import { Question } from "../connection/question.ts";
import type { CallHistoryEntry } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";

/** The calls of the past, as far as they were loaded. */
export interface CallHistoryState {
  /** The newest first. */
  readonly calls: readonly CallHistoryEntry[];
  readonly isLoaded: boolean;
  readonly hasMore: boolean;
  /** Missed calls that were not seen on any of my devices. */
  readonly unseen: number;
}

const pageSize = 30;

/** My calls: those that are over, with what came of them, and how many I missed. */
export class CallHistory {
  readonly #connection: Connection;
  readonly #state = new Store<CallHistoryState>({ calls: [], isLoaded: false, hasMore: false, unseen: 0 });
  readonly #newest: Question;
  #isWanted = false;
  #generation = 0;
  /** As of when `unseen` was counted: an older count that comes late changes nothing. */
  #revision = 0;
  /** Counts what the server told of missed calls: an answer that was on its way meanwhile may be older. */
  #told = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#newest = new Question(connection, () => this.#load());
    connection.onReady(({ epochChanged }) => {
      if (epochChanged) this.#revision = 0;
      this.#newest.ask();
    });
    connection.on("call.unseen", (count) => {
      this.#told++;
      const unseen = this.#newer(count);
      this.#state.update((state) => ({ ...state, unseen }));
    });
    // Every call ends in a room's log: what is shown is then out of date.
    connection.on("chat.call", () => this.#isWanted && this.#newest.ask());
    connection.on("chat.events", ({ events }) => {
      if (this.#isWanted && events.some(({ type }) => type === "chat.call")) this.#newest.ask();
    });
    connection.on("call.missed", () => this.#isWanted && this.#newest.ask());
  }

  get state(): Readable<CallHistoryState> {
    return this.#state;
  }

  /** Somebody looks at it, until the returned function is called: it is kept up to date. */
  watch(): () => void {
    this.#isWanted = true;
    this.#newest.ask();
    return () => {
      this.#isWanted = false;
    };
  }

  async more(): Promise<void> {
    const generation = this.#generation;
    const last = this.#state.get().calls.at(-1);
    if (!last) return;
    const page = await this.#connection.request("call.history", { before: last.id, limit: pageSize });
    if (generation !== this.#generation) return;
    const unseen = this.#newer(page);
    this.#state.update((state) => ({ ...state, calls: [...state.calls, ...page.calls], hasMore: page.more, unseen }));
  }

  /** All missed calls were looked at, here; the other devices hear of it from the server. */
  async seen(): Promise<void> {
    if (this.#state.get().unseen === 0) return;
    const { missed = 0, revision } = await this.#connection.request("call.seen", {});
    const unseen = this.#newer({ missed, revision });
    this.#state.update((state) => ({ ...state, unseen }));
  }

  /** How many are unseen, by this count or by the one that is known, if that is newer. Servers of before don't say as of when they counted. */
  #newer({ missed, revision = this.#revision }: { readonly missed: number; readonly revision?: number | undefined }): number {
    if (revision < this.#revision) return this.#state.get().unseen;
    this.#revision = revision;
    return missed;
  }

  async #load(): Promise<void> {
    const generation = ++this.#generation;
    const told = this.#told;
    const page = await this.#connection.request("call.history", { limit: this.#isWanted ? pageSize : 1 });
    if (generation !== this.#generation) return;
    this.#state.set({ calls: page.calls, isLoaded: this.#isWanted, hasMore: page.more, unseen: this.#newer(page) });
    if (told !== this.#told) this.#newest.ask();
  }
}
