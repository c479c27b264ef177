import type { Connection } from "../connection/connection.ts";
import { RequestError } from "../connection/requests.ts";
import type { AnyLogEvent, ChatHistoryReply } from "../protocol/index.ts";
import type { Readable } from "../store.ts";
import type { Range } from "./history-pages.ts";
import { addHistory, addNewer, addPastEvent, isLoadedAt, replaceHistory, withEvent } from "./loaded-state.ts";
import type { OwnLogEvents } from "./own-log-events.ts";
import { PastEvents } from "./past-events.ts";
import { remembersAfter, type RoomState } from "./room-state.ts";

const pageSize = 50;

export interface LoadedPartOptions {
  readonly connection: Connection;
  readonly log: {
    readonly id: string;
    readonly state: Readable<RoomState>;
    update(change: (state: RoomState) => RoomState): void;
    /** What lies between the messages has come. */
    synced(): void;
  };
  readonly own: OwnLogEvents;
  /** A page was added to the loaded part, or has become it. */
  readonly onPage: (page: ChatHistoryReply) => void;
}

/** Which part of a room's log is loaded: the newest page first, its neighbours, or the pages around a place. */
export class LoadedPart {
  /** What is in it besides messages. */
  readonly past: PastEvents;
  readonly #options: LoadedPartOptions;
  /** Counts the jumps: the answer to an older one is not wanted any more. */
  #jump = 0;
  /** The pages on their way. Each place that is jumped to has its own: a page that was asked for at another one is no neighbour of it. */
  #onTheirWay = new Set<string>();

  constructor(options: LoadedPartOptions) {
    this.#options = options;
    this.past = new PastEvents(options);
  }

  /** What was counted already is shown as well. */
  receive(state: RoomState, event: AnyLogEvent): RoomState {
    return withEvent(state, event);
  }

  /** Events that history doesn't carry have come. */
  receivePast(event: AnyLogEvent): void {
    if (this.past.isAsking) this.#options.log.update((state) => addPastEvent(state, event));
  }

  /** Where the next page at that end lies; undefined where the log ends there, or that page is on its way. */
  beside(end: "older" | "newer"): Range | undefined {
    const { entries, more, newer, history } = this.#options.log.state.get();
    const [first, last] = [entries[0], entries.at(-1)];
    if (history !== "loaded" || !first || !last || !(end === "older" ? more : newer)) return undefined;
    const range = end === "older" ? { before: first.seq } : { after: last.seq };
    return this.#onTheirWay.has(keyOf(range)) ? undefined : range;
  }

  /** Loads the newest page, or a neighbour. Rejects where it isn't answered and still wanted. */
  async add(range: Range): Promise<void> {
    const onTheirWay = this.#onTheirWay;
    onTheirWay.add(keyOf(range));
    try {
      const page = await this.#page(range).finally(() => onTheirWay.delete(keyOf(range)));
      if (onTheirWay !== this.#onTheirWay || !this.#isNeighbour(range)) return;
      const add = range.after === undefined ? addHistory : addNewer;
      this.#options.log.update((state) => add(state, page));
      this.#options.onPage(page);
    } catch (error) {
      if (onTheirWay === this.#onTheirWay) throw error;
    }
  }

  /** Loads what lies around a message, unless it is there; false when there is no such message. */
  async loadAround(id: string): Promise<boolean> {
    if (this.#options.log.state.get().entries.some((entry) => entry.kind === "message" && entry.message.id === id)) return true;
    try {
      await this.#jumpTo(async () => [await this.#page({ around: id })]);
      return true;
    } catch (error) {
      if (error instanceof RequestError && error.code === "not-found") return false;
      throw error;
    }
  }

  /** Loads what lies around a place in the log, unless it is there. */
  async loadAt(seq: number): Promise<void> {
    if (isLoadedAt(this.#options.log.state.get(), seq)) return;
    const limit = pageSize / 2;
    await this.#jumpTo(async () => {
      const [before, after] = await Promise.all([this.#page({ before: seq + 1, limit }), this.#page({ after: seq, limit })]);
      return [{ ...before, newer: true }, after];
    });
  }

  /** Back to the end of the log. */
  async loadLatest(): Promise<void> {
    if (this.#options.log.state.get().newer) await this.#jumpTo(async () => [await this.#page({})]);
  }

  /** It is given up. */
  reset(): void {
    this.#onTheirWay = new Set();
    this.#jump++;
  }

  /** Each page stands as of its own head. */
  async #jumpTo(ask: () => Promise<[first: ChatHistoryReply, next?: ChatHistoryReply]>): Promise<void> {
    const jump = ++this.#jump;
    const [first, next] = await ask();
    if (jump !== this.#jump) return;
    this.#onTheirWay = new Set();
    this.#options.log.update((state) => {
      const replaced = replaceHistory(state, first);
      return next ? addNewer(replaced, next) : replaced;
    });
    for (const page of next ? [first, next] : [first]) this.#options.onPage(page);
  }

  /** Live messages may have taken what was asked for a neighbour of out of the loaded part. */
  #isNeighbour({ before, after }: Range): boolean {
    const { entries } = this.#options.log.state.get();
    return (before === undefined || entries[0]?.seq === before) && (after === undefined || entries.at(-1)?.seq === after);
  }

  /** A page that is so old that not all that happened since is remembered is asked for again. */
  async #page(range: Range): Promise<ChatHistoryReply> {
    const { connection, log } = this.#options;
    for (;;) {
      const page = await connection.request("chat.history", { room: log.id, limit: pageSize, ...range });
      if (remembersAfter(log.state.get(), page.head)) return page;
    }
  }
}

function keyOf(range: Range): string {
  return JSON.stringify(range);
}
