import type { Connection } from "../connection/connection.ts";
import { Question, retryAfter } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import {
  isLogEvent,
  isOwnLogEvent,
  logEventTypes,
  type AnyLogEvent,
  type ChatEventsReply,
  type ChatSentReply,
  type Message,
  type OwnLogEventEnvelope,
  type Room,
} from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { forgetUpTo } from "./gone.ts";
import { RoomLog } from "./room-log.ts";
import type { ChangeEvent, RoomState } from "./room-state.ts";
import type { ThreadLog } from "./thread-log.ts";
import { withUnread } from "./unread.ts";

/** For a room that the list hasn't named yet; more than this and the list's head covers it anyway. */
const earlyLimit = 500;

export interface RoomsOptions {
  readonly connection: Connection;
  readonly me: () => string;
  /** A message of mine was seen in a log: its outbox entry is done. */
  readonly onOwn: (key: string) => void;
  /** A message of somebody else arrived live. */
  readonly onMessage: (message: Message, room: Room) => void;
  /** An event that a domain of the app put into a room's log: each once, in the order of the log. */
  readonly onOwnEvent: (event: OwnLogEventEnvelope) => void;
  /** Events of a room's log were passed over, and an app's may be among them. */
  readonly onSkipped: (room: string) => void;
  /** I was in this room and am no more; `by` whom. */
  readonly onGone: (room: Room, by: string) => void;
}

/** My rooms and their logs, kept whole over reconnects. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #logs = new Map<string, RoomLog>();
  readonly #list = new Store<readonly Room[]>([]);
  readonly #previews = new Store<readonly Room[]>([]);
  readonly #loaded = new Store(false);
  readonly #early = new Map<string, AnyLogEvent[]>();
  readonly #question: Question;
  /** What was told since the list was asked for: an answer may be older. */
  readonly #come = new Set<string>();
  readonly #gone = new Set<string>();
  #syncing = new Set<string>();

  constructor(options: RoomsOptions) {
    this.#options = options;
    const { connection } = options;
    this.#question = new Question(connection, () => this.#loadList());
    connection.onReady(({ epochChanged }) => {
      if (epochChanged) this.#forget();
      this.#syncing = new Set();
      this.sync([...this.#logs.values()].filter((log) => log.isLoaded).map((log) => log.id));
      this.#question.ask();
    });
    connection.on("session.lagging", ({ rooms }) => this.sync(rooms));
    for (const type of logEventTypes) {
      connection.on(type, (data) => {
        const envelope = { type, data };
        if (isLogEvent(envelope)) this.#receive(envelope);
        else if (type === "chat.left") this.#remove((data as { room: string }).room);
      });
    }
    connection.onOwn((envelope) => {
      if (isOwnLogEvent(envelope)) this.#receive(envelope);
    });
    connection.on("chat.room", ({ room }) => {
      // Joined: what was a preview is one of mine from now on.
      this.#previews.update((all) => (all.some(({ id }) => id === room.id) ? all.filter(({ id }) => id !== room.id) : all));
      this.#come.add(room.id);
      this.#gone.delete(room.id);
      this.#upsert(room);
      this.#publish();
    });
    connection.on("chat.events", (page) => this.#page(page));
    connection.on("chat.receipt", ({ room, user, read, delivered }) => this.#receipts(room, [{ user, read, delivered }]));
    connection.on("chat.members", ({ room, members }) => this.#receipts(room, members));
    connection.on("chat.expired", ({ room, upTo }) => this.#logs.get(room)?.update((state) => forgetUpTo(state, upTo)));
    connection.on("people.renamed", ({ user, name }) => this.#rename(user, name));
    connection.on("chat.unread", (counts) => this.#logs.get(counts.room)?.update((state) => withUnread(state, counts, options.me())));
  }

  /** By what happened last, newest first. */
  get list(): Readable<readonly Room[]> {
    return this.#list;
  }

  /** Channels that I look into without being a member. */
  get previews(): Readable<readonly Room[]> {
    return this.#previews;
  }

  /** Whether the list was received since the page began, or since the epoch changed. */
  get loaded(): Readable<boolean> {
    return this.#loaded;
  }

  room(id: string): Readable<RoomState> | undefined {
    return this.#logs.get(id)?.state;
  }

  async #loadList(): Promise<void> {
    this.#come.clear();
    this.#gone.clear();
    const { rooms } = await this.#options.connection.request("chat.rooms", {});
    const named = new Set([...rooms.map((room) => room.id), ...this.#come]);
    for (const id of [...this.#logs.keys()]) if (!named.has(id) && !this.#isPreview(id)) this.#drop(id);
    for (const room of rooms) if (!this.#gone.has(room.id)) this.#upsert(room);
    this.#early.clear();
    this.#loaded.set(true);
    this.#publish();
    for (const log of this.#logs.values()) {
      // A sync is for loaded logs alone.
      if (log.state.get().history === "unloaded") log.skipUnheard();
      if (log.isStalled) this.#options.connection.inTurn(() => log.load(true));
    }
    for (const { id } of this.#previews.get()) this.#follow(id);
  }

  /** Follows a channel without becoming a member: `room(id)` is its log until `unwatch`, or until I join. */
  async watch(room: Room): Promise<void> {
    if (this.#logs.has(room.id)) return;
    const { head } = await this.#options.connection.request("chat.watch", { room: room.id });
    if (this.#logs.has(room.id)) return;
    this.#previews.update((all) => [...all, room]);
    // What happened since the directory named the room is history, and what comes after this head comes by itself.
    this.#upsert({ ...room, head, role: "member", unread: 0, mentions: 0 });
  }

  unwatch(id: string): void {
    if (!this.#isPreview(id)) return;
    this.#previews.update((all) => all.filter((room) => room.id !== id));
    this.#logs.delete(id);
    if (this.#options.connection.isReady) this.#options.connection.request("chat.unwatch", { room: id }).catch(() => undefined);
    this.#publish();
  }

  /** Loads the newest part of a room's log; nothing happens where it is loaded already. */
  open(id: string): void {
    this.#logs.get(id)?.load();
  }

  /** Loads what is older than the loaded part. */
  loadOlder(id: string): Promise<void> {
    return this.#logs.get(id)?.loadOlder() ?? Promise.resolve();
  }

  /** Loads what is newer than the loaded part, where that is not the end. */
  loadNewer(id: string): Promise<void> {
    return this.#logs.get(id)?.loadNewer() ?? Promise.resolve();
  }

  /** Makes the loaded part hold a message; false when the room has no such message. */
  loadAround(id: string, message: string): Promise<boolean> {
    return this.#logs.get(id)?.loadAround(message) ?? Promise.resolve(false);
  }

  /** Makes the loaded part hold a place of the log. */
  loadAt(id: string, seq: number): Promise<void> {
    return this.#logs.get(id)?.loadAt(seq) ?? Promise.resolve();
  }

  /** Makes the loaded part the end of the log again. */
  loadLatest(id: string): Promise<void> {
    return this.#logs.get(id)?.loadLatest() ?? Promise.resolve();
  }

  /** A thread of a room of mine; it loads and follows while it is held. */
  thread(id: string, root: string): ThreadLog | undefined {
    return this.#logs.get(id)?.thread(root);
  }

  edit(room: string, id: string, text: string): Promise<void> {
    return this.#change({ type: "chat.edited", data: { ...this.#mine(room), id, text } }, () => this.#options.connection.request("chat.edit", { room, id, text }));
  }

  delete(room: string, id: string): Promise<void> {
    return this.#change({ type: "chat.deleted", data: { ...this.#mine(room), id } }, () => this.#options.connection.request("chat.delete", { room, id }));
  }

  react(room: string, id: string, emoji: string, on: boolean): Promise<void> {
    return this.#change({ type: "chat.reacted", data: { ...this.#mine(room), id, emoji, on } }, () =>
      this.#options.connection.request("chat.react", { room, id, emoji, on }),
    );
  }

  pin(room: string, id: string, on: boolean): Promise<void> {
    return this.#change({ type: "chat.pinned", data: { ...this.#mine(room), id, on } }, () => this.#options.connection.request("chat.pin", { room, id, on }));
  }

  async #change(event: ChangeEvent, ask: () => Promise<{ seq: number }>): Promise<void> {
    const log = this.#logs.get(event.data.room);
    await (log ? log.change(event, ask) : ask());
  }

  #mine(room: string): { room: string; seq: number; at: string; by: string } {
    return { room, seq: 0, at: this.#options.connection.clock.iso(), by: this.#options.me() };
  }

  /** Asks for everything after what was seen, for these rooms. */
  sync(ids: readonly string[]): void {
    const wanted = ids.filter((id) => this.#logs.has(id) && !this.#syncing.has(id));
    if (wanted.length === 0) return;
    for (const id of wanted) this.#syncing.add(id);
    const mine = this.#syncing;
    const seen = Object.fromEntries(wanted.map((id) => [id, this.#logs.get(id)?.syncFrom ?? 0]));
    this.#options.connection.request("chat.sync", { rooms: seen }, 30_000).then(
      () => {
        for (const id of wanted) mine.delete(id);
        this.sync(wanted.filter((id) => this.#logs.get(id)?.isBehind === true));
      },
      (error: unknown) => {
        for (const id of wanted) mine.delete(id);
        // Each question for itself: what another one asks for doesn't take this one's place.
        const afterMs = retryAfter(error);
        const again = () => mine === this.#syncing && this.sync(wanted);
        if (afterMs !== null) setTimeout(() => this.#options.connection.inTurn(again), afterMs);
      },
    );
  }

  /** My own message was stored; true when its event has been seen (or won't be looked at). */
  sent(sent: ChatSentReply): boolean {
    const log = this.#logs.get(sent.room);
    return !log?.isLoaded || log.state.get().seen >= sent.seq;
  }

  markRead(id: string, seq: number): void {
    if (!this.#isPreview(id)) this.#logs.get(id)?.markRead(seq);
  }

  clear(): void {
    this.#forget();
  }

  #receive(event: AnyLogEvent): void {
    const { room } = event.data;
    const log = this.#logs.get(room);
    if (!log) {
      const waiting = this.#early.get(room) ?? [];
      if (waiting.length < earlyLimit) this.#early.set(room, [...waiting, event]);
      return;
    }
    log.receive(event);
    if (!isLogEvent(event) || event.type !== "chat.left" || event.data.user !== this.#options.me() || this.#isPreview(room)) return;
    this.#remove(room);
    this.#options.onGone(log.state.get().room, event.data.by);
  }

  #isPreview(id: string): boolean {
    return this.#previews.get().some((room) => room.id === id);
  }

  /** After a reconnect: a channel that is gone, or not for me any more, is closed. */
  #follow(id: string): void {
    const { connection } = this.#options;
    const watch = () => (this.#isPreview(id) ? connection.request("chat.watch", { room: id }) : null);
    connection.turn().then(watch).then(
      (watching) => {
        if (watching) connection.inTurn(() => this.sync([id]));
      },
      (error: unknown) => {
        if (error instanceof RequestError && (error.code === "not-found" || error.code === "forbidden")) this.unwatch(id);
        const afterMs = retryAfter(error);
        if (afterMs !== null) setTimeout(() => this.#follow(id), afterMs);
      },
    );
  }

  /** Only ever forward: a list that was asked for may be older than what has been told since. */
  #receipts(id: string, marks: readonly { user: string; read?: number; delivered?: number }[]): void {
    const log = this.#logs.get(id);
    if (!log) return;
    const receipts = { ...log.state.get().receipts };
    for (const { user, read, delivered } of marks) {
      if (read === undefined) continue;
      const before = receipts[user];
      receipts[user] = { read: Math.max(read, before?.read ?? 0), delivered: Math.max(delivered ?? read, before?.delivered ?? 0) };
    }
    log.update((state) => ({ ...state, receipts }));
  }

  /** A direct room is called what the other one is called. */
  #rename(user: string, name: string): void {
    const log = [...this.#logs.values()].find((one) => one.state.get().room.peer === user);
    if (!log) return;
    log.update((state) => ({ ...state, room: { ...state.room, name } }));
    this.#publish();
  }

  #page({ room, events, head, truncated }: ChatEventsReply): void {
    this.#logs.get(room)?.page(events, head, truncated);
  }

  #upsert(room: Room): void {
    const log = this.#logs.get(room.id);
    if (log) {
      log.refresh(room);
      return;
    }
    const { connection, me, onOwn, onMessage, onOwnEvent, onSkipped } = this.#options;
    const early = this.#early.get(room.id) ?? [];
    const heard = Math.min(room.head, ...early.map((event) => event.data.seq - 1));
    const options = { connection, me, onOwn, onMessage, onOwnEvent, onSkipped: () => onSkipped(room.id), onGap: () => this.sync([room.id]), onChange: () => this.#publish() };
    const made = new RoomLog(room, options, heard);
    this.#logs.set(room.id, made);
    for (const event of early) made.receive(event);
    this.#early.delete(room.id);
    this.#publish();
  }

  #remove(id: string): void {
    this.#gone.add(id);
    this.#come.delete(id);
    if (this.#drop(id)) this.#publish();
  }

  #drop(id: string): boolean {
    this.#logs.get(id)?.close();
    return this.#logs.delete(id);
  }

  #forget(): void {
    const forgotten = [...this.#logs.keys()];
    this.#logs.clear();
    this.#previews.set([]);
    this.#early.clear();
    this.#loaded.set(false);
    this.#publish();
    for (const room of forgotten) this.#options.onSkipped(room);
  }

  #publish(): void {
    const rooms = [...this.#logs.values()].map((log) => log.state.get().room).filter(({ id }) => !this.#isPreview(id));
    this.#list.set(rooms.sort((a, b) => lastAt(b).localeCompare(lastAt(a)) || b.id.localeCompare(a.id)));
  }
}

function lastAt(room: Room): string {
  return room.last?.at ?? "";
}
