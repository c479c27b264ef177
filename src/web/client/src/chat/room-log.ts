import type { Connection } from "../connection/connection.ts";
import { Question } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import { isLogEvent, type AnyLogEvent, type ChatHistoryReply, type Message, type OwnLogEventEnvelope, type Room } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { OwnLogEvents } from "./own-log-events.ts";
import {
  addHistory,
  addNewer,
  addPastEvent,
  firstMissing,
  isLoadedAt,
  newRoomState,
  receive,
  refreshRoom,
  replaceHistory,
  withoutSettled,
  type ChangeEvent,
  type RoomState,
} from "./room-state.ts";
import { ThreadLog } from "./thread-log.ts";

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
  /** An app's own event: each once, in the order of the log. */
  readonly onOwnEvent: (event: OwnLogEventEnvelope) => void;
  /** Events were passed over, and an app's may be among them. */
  readonly onSkipped: () => void;
  readonly onGap: () => void;
  readonly onChange: () => void;
}

/** One room's log: applies its events in order, each once, and notices when one is missing. */
export class RoomLog {
  readonly id: string;
  readonly #options: RoomLogOptions;
  readonly #state: Store<RoomState>;
  readonly #own: OwnLogEvents;
  readonly #ahead = new Map<number, AnyLogEvent>();
  #stalled = false;
  #fetching = false;
  /** Counts the jumps: the answer to an older one is not wanted any more. */
  #jump = 0;
  #changes = 0;
  readonly #threads = new Map<string, ThreadLog>();
  #fetchingPast = false;
  readonly #reading: Question;
  #readTimer: ReturnType<typeof setTimeout> | undefined;
  /** How far I have read here, and how far the server is known to know. */
  #read = 0;
  #readSent = 0;

  /** `heard`: what an app was told of before, in a log that is not new. */
  constructor(room: Room, options: RoomLogOptions, heard = room.head) {
    this.id = room.id;
    this.#options = options;
    this.#reading = new Question(options.connection, () => this.#tellRead(), { isBulk: true });
    this.#own = new OwnLogEvents(heard, { onEvent: options.onOwnEvent, onSkipped: options.onSkipped });
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

  /** What is applied without an app's having heard of it doesn't come any more. */
  skipUnheard(): void {
    this.#own.skipTo(this.#state.get().seen);
  }

  update(change: (state: RoomState) => RoomState): void {
    const before = this.#state.get();
    this.#state.update(change);
    if (this.#state.get().room !== before.room) this.#options.onChange();
  }

  /** I am not in this room any more: what it would still ask is moot. */
  close(): void {
    clearTimeout(this.#readTimer);
    this.#reading.end();
  }

  refresh(room: Room): void {
    this.update((state) => refreshRoom(state, room));
    this.#drainAhead();
    // What was read without a connection, or not answered.
    this.#readSent = room.read;
    if (this.#read > room.read) this.#markRead(this.#read);
  }

  receive(event: AnyLogEvent): void {
    const { outcome, state } = receive(this.#state.get(), event, this.#options.me());
    if (outcome === "gap") {
      if (this.#ahead.size < aheadLimit) this.#ahead.set(event.data.seq, event);
      this.#options.onGap();
      return;
    }
    if (outcome === "duplicate") {
      // A page of history may have been faster than the event that it stands for.
      this.#own.hear(event);
      return;
    }
    this.#apply(state, event);
    this.#drainAhead();
  }

  #apply(state: RoomState, event: AnyLogEvent): void {
    this.update(() => state);
    this.#own.hear(event);
    for (const thread of this.#threads.values()) thread.receive(event);
    this.#noticeMessage(event);
  }

  /** One page of a sync. A log that misses too much is loaded anew. */
  page(events: readonly AnyLogEvent[], head: number, truncated: boolean): void {
    if (truncated) {
      this.#ahead.clear();
      this.update((state) => ({ ...state, entries: [], history: "unloaded", newer: false, recent: [], pending: [], seen: Math.max(state.seen, head) }));
      this.skipUnheard();
      this.load();
      for (const thread of this.#threads.values()) thread.load();
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

  async loadNewer(): Promise<void> {
    const { entries, newer, history } = this.#state.get();
    const last = entries.at(-1)?.seq;
    if (!newer || last === undefined || history !== "loaded" || this.#fetching) return;
    await this.#fetch({ after: last, limit: pageSize });
  }

  /** Loads what lies around a message, unless it is there; false when there is no such message. */
  async loadAround(id: string): Promise<boolean> {
    const isThere = this.#state.get().entries.some((entry) => entry.kind === "message" && entry.message.id === id);
    if (isThere) return true;
    const jump = ++this.#jump;
    try {
      const page = await this.#options.connection.request("chat.history", { room: this.id, around: id, limit: pageSize });
      if (jump === this.#jump) this.#replace(page);
      return true;
    } catch (error) {
      if (error instanceof RequestError && error.code === "not-found") return false;
      throw error;
    }
  }

  /** Loads what lies around a place in the log, unless it is there. */
  async loadAt(seq: number): Promise<void> {
    if (isLoadedAt(this.#state.get(), seq)) return;
    const jump = ++this.#jump;
    const { connection } = this.#options;
    const [before, after] = await Promise.all([
      connection.request("chat.history", { room: this.id, before: seq + 1, limit: pageSize / 2 }),
      connection.request("chat.history", { room: this.id, after: seq, limit: pageSize / 2 }),
    ]);
    const messages = [...before.messages, ...after.messages];
    if (jump === this.#jump) this.#replace({ room: this.id, messages, head: Math.min(before.head, after.head), more: before.more, newer: after.more });
  }

  /** Back to the end of the log. */
  async loadLatest(): Promise<void> {
    if (!this.#state.get().newer) return;
    const jump = ++this.#jump;
    const page = await this.#options.connection.request("chat.history", { room: this.id, limit: pageSize });
    if (jump === this.#jump) this.#replace(page);
  }

  #replace(page: ChatHistoryReply): void {
    this.update((state) => replaceHistory(state, page));
    this.#added(page);
  }

  #added({ messages, head }: ChatHistoryReply): void {
    this.#settleOwn(messages);
    this.#drainAhead();
    this.#fetchPast();
    // What the page was ahead of is on its way, or was lost.
    if (head > this.#state.get().seen) this.#options.onGap();
  }

  /** A thread, loaded and kept up to date for as long as somebody holds it. */
  thread(root: string): ThreadLog {
    const found = this.#threads.get(root);
    if (found) return found;
    const { connection } = this.#options;
    const made = new ThreadLog({ connection, room: this.id, root, onClosed: () => this.#threads.delete(root) });
    this.#threads.set(root, made);
    return made;
  }

  /** Asks for a change of a message, and shows it at once; it is taken back where it is refused. */
  async change(event: ChangeEvent, ask: () => Promise<{ seq: number }>): Promise<void> {
    const key = ++this.#changes;
    this.update((state) => ({ ...state, pending: [...state.pending, { key, event }] }));
    try {
      const { seq } = await ask();
      this.update((state) => withoutSettled({ ...state, pending: state.pending.map((one) => (one.key === key ? { ...one, seq } : one)) }));
    } catch (error) {
      this.update((state) => ({ ...state, pending: state.pending.filter((one) => one.key !== key) }));
      throw error;
    }
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
    this.#readTimer = setTimeout(() => this.#reading.ask(), readDelayMs);
  }

  async #tellRead(): Promise<void> {
    const read = this.#read;
    if (read <= this.#readSent) return;
    await this.#options.connection.request("chat.read", { room: this.id, seq: read });
    this.#readSent = Math.max(this.#readSent, read);
  }

  async #fetch(range: { before?: number; after?: number; limit: number }): Promise<void> {
    this.#fetching = true;
    const jump = this.#jump;
    try {
      const page = await this.#options.connection.request("chat.history", { room: this.id, ...range });
      // The window was moved elsewhere meanwhile: this page is no neighbour of it.
      if (jump !== this.#jump) return;
      const add = range.after === undefined ? addHistory : addNewer;
      this.update((state) => add(state, page.messages, page.head, page.more));
      this.#added(page);
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

  #settleOwn(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.by === this.#options.me()) this.#options.onOwn(message.key);
    }
  }

  /** Calls and joins are no messages, so history doesn't have them: the log does. */
  #fetchPast(): void {
    const state = this.#state.get();
    const missing = firstMissing(state);
    if (this.#fetchingPast) return;
    if (missing === undefined && !state.newer && isLoadedAt(state, this.#own.heard + 1)) this.#own.passTo(state.seen);
    if (missing === undefined || state.seen - missing >= 1_000) {
      this.skipUnheard();
      return;
    }
    this.#fetchingPast = true;
    const done = () => {
      this.#fetchingPast = false;
      this.skipUnheard();
    };
    this.#options.connection.request("chat.sync", { rooms: { [this.id]: missing - 1 } }, 30_000).then(done, done);
  }

  #past(event: AnyLogEvent): void {
    this.#own.hear(event);
    if (this.#fetchingPast) this.update((state) => addPastEvent(state, event));
  }

  #noticeMessage(event: AnyLogEvent): void {
    if (!isLogEvent(event) || event.type !== "chat.message") return;
    const { deleted = false } = event.data;
    const { room } = this.#state.get();
    if (event.data.by === this.#options.me()) this.#options.onOwn(event.data.key);
    else if (room.last && !deleted) this.#options.onMessage(room.last, room);
  }

  #drainAhead(): void {
    for (const seq of [...this.#ahead.keys()].sort((a, b) => a - b)) {
      const event = this.#ahead.get(seq);
      const { outcome, state } = event ? receive(this.#state.get(), event, this.#options.me()) : { outcome: "gap", state: null };
      if (outcome === "gap" || !event || !state) return;
      this.#ahead.delete(seq);
      if (outcome === "duplicate") continue;
      this.#apply(state, event);
    }
  }
}
