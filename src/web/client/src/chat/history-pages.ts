import type { Connection } from "../connection/connection.ts";
import { retryMs } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import type { ChatHistoryRequest, ChatHistoryReply } from "../protocol/index.ts";
import { addHistory, addNewer, isLoadedAt, remembersAfter, replaceHistory, type RoomState } from "./room-state.ts";

const pageSize = 50;

type Range = Omit<ChatHistoryRequest, "room">;

export interface HistoryPagesOptions {
  readonly connection: Connection;
  readonly room: string;
  readonly state: () => RoomState;
  readonly update: (change: (state: RoomState) => RoomState) => void;
  /** A page was added to the loaded part, or has become it. */
  readonly onPage: (page: ChatHistoryReply) => void;
}

/** Which part of a room's log is loaded: the newest page first, its neighbours, and the pages around a place. */
export class HistoryPages {
  /** Somebody looks at this room, and this part of its history couldn't be loaded: it is asked for again. */
  stalled: Range | undefined;
  readonly #options: HistoryPagesOptions;
  #isFetching = false;
  /** Counts the jumps: the answer to an older one is not wanted any more. */
  #jump = 0;
  /** Counts the places that the loaded part has had: a page that was asked for at another one is no neighbour of it. */
  #place = 0;

  constructor(options: HistoryPagesOptions) {
    this.#options = options;
  }

  /** Where it failed before, only `again` tries once more: on the next session, or after a while. */
  load(again = false): void {
    const isFirst = this.#options.state().history === "unloaded";
    if (this.stalled ? !again : !isFirst) return;
    if (isFirst) this.#options.update((state) => ({ ...state, history: "loading" }));
    void this.#fetch((!isFirst && this.stalled) || {});
  }

  async loadOlder(): Promise<void> {
    const { entries, more } = this.#options.state();
    if (more && entries[0]) await this.#fetchBeside({ before: entries[0].seq });
  }

  async loadNewer(): Promise<void> {
    const { entries, newer } = this.#options.state();
    const last = entries.at(-1);
    if (newer && last) await this.#fetchBeside({ after: last.seq });
  }

  /** Loads what lies around a message, unless it is there; false when there is no such message. */
  async loadAround(id: string): Promise<boolean> {
    if (this.#options.state().entries.some((entry) => entry.kind === "message" && entry.message.id === id)) return true;
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
    if (isLoadedAt(this.#options.state(), seq)) return;
    const limit = pageSize / 2;
    await this.#jumpTo(async () => {
      const [before, after] = await Promise.all([this.#page({ before: seq + 1, limit }), this.#page({ after: seq, limit })]);
      return [{ ...before, newer: true }, after];
    });
  }

  /** Back to the end of the log. */
  async loadLatest(): Promise<void> {
    if (this.#options.state().newer) await this.#jumpTo(async () => [await this.#page({})]);
  }

  /** The loaded part is given up. */
  reset(): void {
    this.#place++;
    this.#jump++;
  }

  /** Each page stands as of its own head. */
  async #jumpTo(ask: () => Promise<[first: ChatHistoryReply, next?: ChatHistoryReply]>): Promise<void> {
    const jump = ++this.#jump;
    const [first, next] = await ask();
    if (jump !== this.#jump) return;
    this.#place++;
    this.#options.update((state) => {
      const replaced = replaceHistory(state, first);
      return next ? addNewer(replaced, next) : replaced;
    });
    for (const page of next ? [first, next] : [first]) this.#options.onPage(page);
  }

  async #fetchBeside(range: Range): Promise<void> {
    if (this.#options.state().history === "loaded" && !this.#isFetching) await this.#fetch(range);
  }

  async #fetch(range: Range): Promise<void> {
    this.#isFetching = true;
    this.stalled = undefined;
    const place = this.#place;
    try {
      const page = await this.#page(range);
      if (place !== this.#place || !this.#isNeighbour(range)) return;
      const add = range.after === undefined ? addHistory : addNewer;
      this.#options.update((state) => add(state, page));
      this.#options.onPage(page);
    } catch {
      if (place === this.#place) this.#stall(range);
    } finally {
      this.#isFetching = false;
    }
  }

  /** Live messages may have taken what was asked for a neighbour of out of the loaded part. */
  #isNeighbour({ before, after }: Range): boolean {
    const { entries } = this.#options.state();
    return (before === undefined || entries[0]?.seq === before) && (after === undefined || entries.at(-1)?.seq === after);
  }

  /** A page that is so old that not all that happened since is remembered is asked for again. */
  async #page(range: Range): Promise<ChatHistoryReply> {
    const { connection, room, state } = this.#options;
    for (;;) {
      const page = await connection.request("chat.history", { room, limit: pageSize, ...range });
      if (remembersAfter(state(), page.head)) return page;
    }
  }

  #stall(range: Range): void {
    this.stalled = range;
    if (this.#options.state().history === "loading") this.#options.update((state) => ({ ...state, history: "unloaded" }));
    if (this.#options.connection.isReady) setTimeout(() => this.load(true), retryMs);
  }
}
