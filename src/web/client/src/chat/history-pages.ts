import { retryMs } from "../connection/question.ts";
import type { ChatHistoryRequest } from "../protocol/index.ts";
import type { Later } from "../later.ts";
import type * as Code from "./history-code.ts";
import type { LoadedPart, LoadedPartOptions } from "./loaded-part.ts";

/** What is loaded of logs, and how. */
export type HistoryCode = typeof Code;

/** Of a room's log; nothing: the newest. */
export type Range = Omit<ChatHistoryRequest, "room">;

export interface HistoryPagesOptions extends LoadedPartOptions {
  readonly history: Later<HistoryCode>;
}

/** Loads parts of a room's log: the newest page first, and its neighbours. What fails is tried again, also where the code for it doesn't come. */
export class HistoryPages {
  /** Somebody looks at this room, and this part of its history couldn't be loaded: it is asked for again. */
  stalled: Range | undefined;
  readonly #options: HistoryPagesOptions;
  #part: LoadedPart | undefined;
  /** Counts how often the loaded part was given up. */
  #resets = 0;

  constructor(options: HistoryPagesOptions) {
    this.#options = options;
  }

  /** undefined: nothing was ever loaded. */
  get part(): LoadedPart | undefined {
    return this.#part;
  }

  async partToLoad(): Promise<LoadedPart> {
    const { LoadedPart } = await this.#options.history();
    return (this.#part ??= new LoadedPart(this.#options));
  }

  /** Where it failed before, only `again` tries once more: on the next session, or after a while. */
  load(again?: boolean): void {
    const { log } = this.#options;
    const isFirst = log.state.get().history === "unloaded";
    if (this.stalled ? !again : !isFirst) return;
    if (isFirst) log.update((state) => ({ ...state, history: "loading" }));
    void this.#fetch({ ...this.stalled });
  }

  /** Nothing happens where that is the end of the log, or another page is on its way. */
  loadBeside(end: "older" | "newer"): Promise<void> | undefined {
    const range = this.#part?.beside(end);
    return range && this.#fetch(range);
  }

  /** The loaded part is given up, and so is what couldn't be loaded of it. */
  reset(): void {
    this.stalled = undefined;
    this.#resets++;
    this.#part?.reset();
  }

  async #fetch(range: Range): Promise<void> {
    this.stalled = undefined;
    const resets = this.#resets;
    try {
      const part = this.#part ?? (await this.partToLoad());
      if (resets === this.#resets) await part.add(range);
    } catch {
      if (resets === this.#resets) this.#stall(range);
    }
  }

  #stall(range: Range): void {
    this.stalled = range;
    this.#options.log.update((state) => (state.history === "loading" ? { ...state, history: "unloaded" } : state));
    // Each try has a range of its own: what was given up, or asked for again sooner, isn't asked for by this one as well.
    if (this.#options.connection.isReady) setTimeout(() => this.stalled === range && this.load(true), retryMs);
  }
}
