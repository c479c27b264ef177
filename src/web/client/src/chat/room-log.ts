import { isLogEvent, type AnyLogEvent, type ChatHistoryReply, type Room, type Seq } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { forgetUpTo } from "./gone.ts";
import { Heard } from "./heard.ts";
import { HistoryPages } from "./history-pages.ts";
import type { RoomsOptions } from "./known-rooms.ts";
import { MessageNews } from "./message-news.ts";
import { OwnLogEvents } from "./own-log-events.ts";
import { ReadMark } from "./read-mark.ts";
import { newRoomState, receive, refreshRoom, withoutSettled, type RoomState } from "./room-state.ts";
import type { ChangeEvent } from "./message.ts";

/** What comes out of order while a sync is on its way. Beyond it events are dropped: the sync brings them. */
const aheadLimit = 1_000;

export interface RoomLogOptions extends Omit<RoomsOptions, "previews" | "onGone"> {
  /** What happened up to here is old news, however it comes. */
  readonly told: Seq;
  /** What is unread at first came while nobody was told of it. */
  readonly isMissed: boolean;
  /** What is known of the room is older than its log. */
  readonly onOutdated: () => void;
  readonly onGap: () => void;
  readonly isSyncing: () => boolean;
  readonly onChange: () => void;
}

/** Somebody who looks at a log besides its timeline: a thread, what is pinned. */
export interface RoomView {
  /** An event of the log: each once, in order. */
  receive(event: AnyLogEvent): void;
  /** Events were passed over. */
  load(): void;
  /** Messages up to here are past their time. */
  forgetUpTo(upTo: Seq): void;
  /** A session has begun. */
  resume?(): void;
}

/** One room's log: applies its events in order, each once, and notices when one is missing. */
export class RoomLog {
  readonly id: string;
  /** Loads parts of it. */
  readonly pages: HistoryPages;
  /** Each under a name of its own. */
  readonly views = new Map<string, RoomView>();
  readonly #options: RoomLogOptions;
  readonly #state: Store<RoomState>;
  readonly #own: OwnLogEvents;
  readonly #news: MessageNews;
  readonly #mark: ReadMark;
  #ahead = new Map<Seq, { readonly event: AnyLogEvent; readonly isLive: boolean }>();
  /** How far the log is known to go, whether or not that has come. */
  #head: Seq = 0;
  /** After this, up to `passedTo`, events were passed over, and what the server says of the room is older. */
  #passedAt: Seq | null = null;
  #passedTo: Seq = 0;
  #named: Seq;
  #changes = 0;

  constructor(room: Room, options: RoomLogOptions) {
    this.id = room.id;
    this.#options = options;
    this.#named = room.head;
    const start = options.isMissed ? Math.min(room.read, room.head) : room.head;
    this.#mark = new ReadMark(options.connection, room.id);
    this.#own = new OwnLogEvents(new Heard(room.head, options.told), { onEvent: options.onOwnEvent, onSkipped: () => options.onSkipped(room.id) });
    this.#news = new MessageNews(new Heard(start, options.told), { ...options, room: () => this.#state.get().room });
    this.#state = new Store(newRoomState(room));
    this.pages = new HistoryPages({ ...options, log: this, own: this.#own, onPage: (page) => this.#added(page) });
    this.#news.skip(start, room.head);
    this.#news.count(room);
  }

  get state(): Readable<RoomState> {
    return this.#state;
  }

  get isLoaded(): boolean {
    return this.#state.get().history === "loaded";
  }

  /** Events are known to exist that have not been applied. */
  get isBehind(): boolean {
    return this.#ahead.size > 0 || this.#head > this.syncFrom;
  }

  /** The end of the log when the server named the room last: I was in it then. */
  get named(): Seq {
    return this.#named;
  }

  get syncFrom(): Seq {
    return this.#state.get().seen;
  }

  /** What is applied without an app's having heard of it doesn't come any more. */
  skipUnheard(): void {
    this.#own.skipTo(this.syncFrom);
  }

  update(change: (state: RoomState) => RoomState): void {
    const before = this.#state.get();
    this.#state.update(change);
    if (this.#state.get().room !== before.room) this.#options.onChange();
  }

  /** I am not in this room any more: what it would still ask is moot. What came ahead of its turn is for the log that there is when I come back. */
  close(): (next: RoomLog) => void {
    this.#mark.close();
    this.#news.close();
    this.pages.reset();
    const ahead = this.#ahead;
    this.#ahead = new Map();
    return (next) => ahead.forEach(({ event, isLive }) => next.receive(event, isLive));
  }

  refresh(room: Room): void {
    const before = this.#state.get();
    this.#named = Math.max(this.#named, room.head);
    this.update((state) => refreshRoom(state, room, this.#options));
    if (this.syncFrom > before.seen) this.#passOver(before.seen);
    if (this.#passedAt !== null && room.head >= this.#passedTo) this.#countPassed(room, Math.max(before.counted, before.room.head) <= this.#passedAt ? before.room : undefined);
    this.#drainAhead();
    // What was read without a connection, or not answered.
    this.#mark.known(room.read);
    if (this.#mark.read > room.read) this.#markRead(this.#mark.read);
  }

  /** `isLive`: it came by itself, and not in answer to a question. */
  receive(event: AnyLogEvent, isLive: boolean): void {
    if (this.#take(event, isLive)) {
      this.#drainAhead();
      return;
    }
    if (this.#ahead.size < aheadLimit) this.#ahead.set(event.data.seq, { event, isLive });
    this.#options.onGap();
  }

  /** False where one before it is missing. */
  #take(event: AnyLogEvent, isLive: boolean): boolean {
    const before = this.#state.get();
    const next = receive(before, event, this.#options);
    if (!next) return false;
    const isNew = next !== before;
    if (isNew) this.update(() => this.pages.part?.receive(next, event) ?? next);
    // A page or a list may have been faster than the event that it stands for.
    this.#hear(event, isLive);
    if (isNew) {
      for (const view of this.views.values()) view.receive(event);
      this.#options.onEvent(event);
    }
    return true;
  }

  #hear(event: AnyLogEvent, isLive: boolean): void {
    this.#own.hear(event, isLive);
    if (isLogEvent(event) && event.type === "chat.message" && event.data.by === this.#options.me()) this.#options.onOwn(event.data.key);
    this.#news.hear(event, isLive);
  }

  /** One page of a sync. A log that misses too much is loaded anew. */
  page(events: readonly AnyLogEvent[], head: Seq, truncated: boolean): void {
    if (truncated) {
      // What lies between the messages is too much for one answer: then they are shown without it.
      if (!this.pages.part?.past.isAsking || this.#options.isSyncing()) this.#startAnew(head);
      return;
    }
    for (const event of events) {
      if (event.data.seq > this.syncFrom) {
        this.receive(event, false);
      } else {
        this.#hear(event, false);
        this.pages.part?.receivePast(event);
      }
    }
  }

  #startAnew(head: Seq): void {
    const { seen, room } = this.#state.get();
    for (const seq of this.#ahead.keys()) if (seq <= head) this.#ahead.delete(seq);
    this.pages.reset();
    this.update((state) => ({ ...state, entries: [], history: "unloaded", newer: false, recent: [], pending: [], seen: Math.max(seen, head) }));
    this.skipUnheard();
    this.#passOver(seen);
    this.pages.load();
    if (room.head >= head) this.#countPassed(room);
    else this.#options.onOutdated();
    this.#drainAhead();
  }

  /** A sync has brought everything there was. */
  synced(): void {
    this.#news.synced();
  }

  #passOver(from: Seq): void {
    this.#passedAt ??= from;
    this.#passedTo = this.syncFrom;
    this.#news.skip(from, this.#passedTo);
    for (const view of this.views.values()) view.load();
    this.#options.onPassedOver(this.id);
  }

  #countPassed(room: Room, before?: Room): void {
    this.#news.count(room, before);
    this.#passedAt = null;
  }

  /** Messages up to here are past their time. */
  expire(upTo: Seq): void {
    this.update((state) => forgetUpTo(state, upTo));
    for (const view of this.views.values()) view.forgetUpTo(upTo);
  }

  #added({ messages, head }: ChatHistoryReply): void {
    for (const message of messages) if (message.by === this.#options.me()) this.#options.onOwn(message.key);
    this.#drainAhead();
    this.pages.part?.past.ask();
    // What the page was ahead of is on its way, or was lost.
    this.#head = Math.max(this.#head, head);
    if (this.isBehind) this.#options.onGap();
  }

  /** A session has begun: what is asked for by whoever looks is asked for again. */
  resume(): void {
    this.#news.resume();
    this.pages.part?.past.resume();
    for (const view of this.views.values()) view.resume?.();
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

  markRead(seq: Seq): void {
    const { room } = this.#state.get();
    if (seq > room.read || room.unread > 0) this.#markRead(Math.max(seq, room.read));
  }

  #markRead(read: Seq): void {
    this.#mark.move(read);
    this.update((state) => ({
      ...state,
      room: { ...state.room, read, ...(read >= state.room.head && { unread: 0, mentions: 0 }) },
    }));
  }

  #drainAhead(): void {
    for (const [seq, { event, isLive }] of [...this.#ahead].sort(([a], [b]) => a - b)) {
      // The one before may have closed this log.
      if (!this.#ahead.has(seq) || !this.#take(event, isLive)) return;
      this.#ahead.delete(seq);
    }
  }
}
