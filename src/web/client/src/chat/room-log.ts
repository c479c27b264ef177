import type { Connection } from "../connection/connection.ts";
import type { LogEvent, Message, Room } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import {
  addHistory,
  addPastEvent,
  firstMissing,
  newRoomState,
  receive,
  refreshRoom,
  type RoomState,
} from "./room-state.ts";

const pageSize = 50;
/** What comes out of order while a sync is on its way. Beyond it events are dropped: the sync brings them. */
const aheadLimit = 1_000;
const readDelayMs = 300;
const retryMs = 3_000;

export interface RoomLogOptions {
  readonly connection: Connection;
  readonly me: () => string;
  readonly onOwn: (key: string) => void;
  readonly onMessage: (message: Message, room: Room) => void;
  readonly onGap: () => void;
  readonly onChange: () => void;
}

/** One room's log: applies its events in order, each once, and notices when one is missing. */
export class RoomLog {
  readonly id: string;
  readonly #options: RoomLogOptions;
  readonly #state: Store<RoomState>;
  readonly #ahead = new Map<number, LogEvent>();
  #stalled = false;
  #fetching = false;
  #fetchingPast = false;
  #readTimer: ReturnType<typeof setTimeout> | undefined;
  /** How far I have read here, and how far the server is known to know. */
  #read = 0;
  #readSent = 0;

  constructor(room: Room, options: RoomLogOptions) {
    this.id = room.id;
    this.#options = options;
    this.#state = new Store(newRoomState(room));
  }

  get state(): Readable<RoomState> {
    return this.#state;
  }

  get isLoaded(): boolean {
    return this.#state.get().history === "loaded";
  }

  /** Somebody looks at this room, and its history couldn't be loaded. */
  get isStalled(): boolean {
    return this.#stalled;
  }

  /** Events are known to exist that have not been applied. */
  get isBehind(): boolean {
    return this.#ahead.size > 0;
  }

  get syncFrom(): number {
    return this.#state.get().seen;
  }

  update(change: (state: RoomState) => RoomState): void {
    const before = this.#state.get();
    this.#state.update(change);
    if (this.#state.get().room !== before.room) this.#options.onChange();
  }

  refresh(room: Room): void {
    this.update((state) => refreshRoom(state, room));
    this.#drainAhead();
    // What was read without a connection, or not answered.
    this.#readSent = room.read;
    if (this.#read > room.read) this.#markRead(this.#read);
  }

  receive(event: LogEvent): void {
    const { outcome, state } = receive(this.#state.get(), event, this.#options.me());
    if (outcome === "gap") {
      if (this.#ahead.size < aheadLimit) this.#ahead.set(event.data.seq, event);
      this.#options.onGap();
      return;
    }
    if (outcome === "duplicate") return;
    this.update(() => state);
    this.#noticeMessage(event);
    this.#drainAhead();
  }

  /** One page of a sync. A log that misses too much is loaded anew. */
  page(events: readonly LogEvent[], head: number, truncated: boolean): void {
    if (truncated) {
      this.#ahead.clear();
      this.update((state) => ({ ...state, entries: [], history: "unloaded", recent: [], seen: Math.max(state.seen, head) }));
      this.load();
      return;
    }
    for (const event of events) {
      if (event.data.seq <= this.#state.get().seen) this.#past(event);
      else this.receive(event);
    }
  }

  /** Where it failed before, only `again` tries once more: on the next session, or after a while. */
  load(again = false): void {
    if (this.#state.get().history !== "unloaded" || (this.#stalled && !again)) return;
    this.#stalled = false;
    this.update((state) => ({ ...state, history: "loading" }));
    void this.#fetch({ limit: pageSize });
  }

  async loadOlder(): Promise<void> {
    const { entries, more, history } = this.#state.get();
    const first = entries[0]?.seq;
    if (!more || first === undefined || history !== "loaded" || this.#fetching) return;
    await this.#fetch({ before: first, limit: pageSize });
  }

  /** Told to the server once typing and scrolling have settled. */
  markRead(seq: number): void {
    const { room } = this.#state.get();
    if (seq > room.read || room.unread > 0) this.#markRead(Math.max(seq, room.read));
  }

  #markRead(read: number): void {
    this.#read = Math.max(this.#read, read);
    this.update((state) => ({
      ...state,
      room: { ...state.room, read, ...(read >= state.room.head && { unread: 0, mentions: 0 }) },
    }));
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => this.#sendRead(), readDelayMs);
  }

  #sendRead(): void {
    const { connection } = this.#options;
    const read = this.#read;
    if (read <= this.#readSent || !connection.isReady) return;
    connection.request("chat.read", { room: this.id, seq: read }).then(
      () => (this.#readSent = Math.max(this.#readSent, read)),
      () => (this.#readTimer = setTimeout(() => this.#sendRead(), retryMs)),
    );
  }

  async #fetch(range: { before?: number; limit: number }): Promise<void> {
    this.#fetching = true;
    try {
      const page = await this.#options.connection.request("chat.history", { room: this.id, ...range });
      this.update((state) => addHistory(state, page.messages, page.head, page.more));
      for (const message of page.messages) {
        if (message.by === this.#options.me()) this.#options.onOwn(message.key);
      }
      this.#drainAhead();
      this.#fetchPast();
    } catch {
      if (this.#state.get().history === "loading") {
        this.#stalled = true;
        this.update((state) => ({ ...state, history: "unloaded" }));
        if (this.#options.connection.isReady) setTimeout(() => this.load(true), retryMs);
      }
    } finally {
      this.#fetching = false;
    }
  }

  /** Calls and joins are no messages, so history doesn't have them: the log does. */
  #fetchPast(): void {
    const state = this.#state.get();
    const missing = firstMissing(state);
    if (missing === undefined || this.#fetchingPast || state.seen - missing >= 1_000) return;
    this.#fetchingPast = true;
    const done = () => (this.#fetchingPast = false);
    this.#options.connection.request("chat.sync", { rooms: { [this.id]: missing - 1 } }, 30_000).then(done, done);
  }

  #past(event: LogEvent): void {
    if (this.#fetchingPast) this.update((state) => addPastEvent(state, event));
  }

  #noticeMessage(event: LogEvent): void {
    if (event.type !== "chat.message") return;
    const { room } = this.#state.get();
    if (event.data.by === this.#options.me()) this.#options.onOwn(event.data.key);
    else if (room.last) this.#options.onMessage(room.last, room);
  }

  #drainAhead(): void {
    for (const seq of [...this.#ahead.keys()].sort((a, b) => a - b)) {
      const event = this.#ahead.get(seq);
      const { outcome, state } = event ? receive(this.#state.get(), event, this.#options.me()) : { outcome: "gap", state: null };
      if (outcome === "gap" || !event || !state) return;
      this.#ahead.delete(seq);
      if (outcome === "duplicate") continue;
      this.update(() => state);
      this.#noticeMessage(event);
    }
  }
}
