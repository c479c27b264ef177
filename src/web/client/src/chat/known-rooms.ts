import type { Connection } from "../connection/connection.ts";
import { Question } from "../connection/question.ts";
import { isLogEvent, isOwnLogEvent, logEventTypes, type AnyLogEvent, type Message, type OwnLogEventEnvelope, type Room, type Seq } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { Early } from "./early.ts";
import type { Later } from "../later.ts";
import type { HistoryCode } from "./history-pages.ts";
import type { Arrival } from "./message-news.ts";
import type { Previews, PreviewsOptions } from "./previews.ts";
import { RoomLog } from "./room-log.ts";
import { withReceipts, type RoomState } from "./room-state.ts";
import { RoomSync } from "./room-sync.ts";
import { withUnread, type Reader } from "./unread.ts";

/** What the rooms of a client are made with. */
export interface RoomsOptions extends Reader {
  readonly connection: Connection;
  /** Where what looks into logs comes from. */
  readonly history: Later<HistoryCode>;
  /** A message of mine was seen in a log: its outbox entry is done. */
  readonly onOwn: (key: string) => void;
  /** A message of somebody else arrived, live or with what was missed. */
  readonly onMessage: (message: Message, room: Room, arrival: Arrival) => void;
  /** An event that a domain of the app put into a room's log: each once, in the order of the log. */
  readonly onOwnEvent: (event: OwnLogEventEnvelope) => void;
  /** Events of a room's log were passed over, and an app's may be among them. */
  readonly onSkipped: (room: string) => void;
  /** An event of a room's log: each once, in the order of the log. */
  readonly onEvent: (event: AnyLogEvent) => void;
  /** A room's log goes on further behind, without the events between. */
  readonly onPassedOver: (room: string) => void;
  /** I was in this room and am no more; `by` whom. */
  readonly onGone: (room: Room, by: string) => void;
  /** Where channels may be looked into without being a member. */
  readonly previews?: (options: PreviewsOptions) => Previews;
}

/** Which rooms are mine and which I look into, each with its log: what comes for a room finds it here. */
export class KnownRooms {
  readonly #options: RoomsOptions;
  readonly #logs = new Map<string, RoomLog>();
  readonly #list = new Store<readonly Room[]>([]);
  readonly #loaded = new Store(false);
  readonly #early = new Early();
  readonly previews: Previews | undefined;
  readonly #sync: RoomSync;
  readonly #question: Question;
  /** Rooms that I was told of since the list was asked for: an answer may be older. */
  readonly #come = new Set<string>();
  /** Rooms that I am not in any more, each with the `seq` since when: what names it as of before is older. */
  readonly #gone = new Map<string, Seq>();

  constructor(options: RoomsOptions) {
    this.#options = options;
    const { connection } = options;
    this.#question = new Question(connection, () => this.#loadList());
    this.#sync = new RoomSync(connection, (id) => this.#logs.get(id));
    this.previews = options.previews?.({
      connection,
      isKnown: (id) => this.#logs.has(id),
      onOpened: (room) => this.#upsert(room, false),
      onClosed: (id) => {
        this.#early.drop(id);
        if (this.#drop(id)) this.#publish();
      },
      onFollowed: (id) => this.sync([id]),
    });
    connection.onReady(({ epochChanged }) => {
      if (epochChanged) this.forget();
      // The list first: it says what was read elsewhere, before anybody is told of what was missed.
      this.#question.ask();
      this.sync([...this.#logs.values()].filter((log) => log.isLoaded).map((log) => log.id));
      for (const log of this.#logs.values()) log.resume();
    });
    connection.on("session.lagging", ({ rooms }) => {
      this.#sync.askAgain(rooms.filter((room) => this.#logs.has(room)));
      for (const room of rooms) if (!this.#logs.has(room)) this.#early.keep(room, () => this.#sync.askAgain([room]));
    });
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
    connection.on("chat.room", ({ room }) => this.#entered(room));
    connection.on("chat.events", ({ room, events, head, truncated }) => this.#logs.get(room)?.page(events, head, truncated));
    connection.on("chat.receipt", (receipt) => this.#update(receipt.room, (state) => withReceipts(state, [receipt])));
    connection.on("chat.members", ({ room, members }) => this.#logs.get(room)?.update((state) => withReceipts(state, members)));
    connection.on("chat.expired", ({ room, upTo }) => this.#tell(room, (log) => log.expire(upTo)));
    connection.on("people.renamed", ({ user, name }) => this.#rename(user, name));
    connection.on("chat.unread", (counts) => this.#update(counts.room, (state) => withUnread(state, counts, options)));
  }

  /** By what happened last, newest first. */
  get list(): Readable<readonly Room[]> {
    return this.#list;
  }

  /** Whether the list was received since the page began, or since the epoch changed. */
  get loaded(): Readable<boolean> {
    return this.#loaded;
  }

  log(id: string): RoomLog | undefined {
    return this.#logs.get(id);
  }

  /** Asks for everything after what was seen, for these rooms. */
  sync(ids: readonly string[]): void {
    this.#sync.ask(ids);
  }

  async #loadList(): Promise<void> {
    this.#come.clear();
    const { rooms } = await this.#options.connection.request("chat.rooms", {});
    // What is said in rooms that aren't shown yet is counted when it is known of whom I want to hear nothing.
    if (!this.#loaded.get()) await this.#options.blocks()?.known;
    const named = new Set([...rooms.map((room) => room.id), ...this.#come]);
    for (const id of this.#logs.keys()) if (!named.has(id) && !this.#isPreview(id)) this.#drop(id);
    for (const room of rooms) if (!this.#isOlder(room)) this.#upsert(room, this.#loaded.get());
    this.#early.dropAllBut(this.previews?.opening ?? new Set());
    this.#loaded.set(true);
    this.#publish();
    for (const log of this.#logs.values()) {
      // A sync is for loaded logs alone.
      if (log.state.get().history === "unloaded") {
        log.skipUnheard();
        // What a sync had brought before the connection was lost.
        if (!this.#sync.isAsking(log.id)) log.synced();
      }
      if (log.pages.stalled) this.#options.connection.inTurn(() => log.pages.load(true));
    }
    this.previews?.follow();
  }

  #receive(event: AnyLogEvent): void {
    const { room, seq } = event.data;
    const log = this.#logs.get(room);
    if (log) {
      log.receive(event, true);
      // It is the last: what is missing before it doesn't come any more.
      if (this.#isMyLeaving(event) && this.#logs.get(room) === log) this.#left(log, event);
    } else if (this.#isMyLeaving(event)) {
      this.#remove(room, seq);
    } else if (seq > (this.#gone.get(room) ?? 0)) {
      this.#early.keep(room, (later) => later.receive(event, true));
    }
  }

  #isPreview(id: string): boolean {
    return this.previews?.has(id) === true;
  }

  #isMyLeaving(event: AnyLogEvent): boolean {
    return isLogEvent(event) && event.type === "chat.left" && event.data.user === this.#options.me();
  }

  /** One that I have come back since says nothing any more. */
  #left(log: RoomLog, event: AnyLogEvent): void {
    if (event.data.seq <= log.named || this.#isPreview(log.id)) return;
    const handOn = log.close();
    this.#remove(log.id, event.data.seq);
    this.#early.keep(log.id, handOn);
    this.#options.onGone(log.state.get().room, event.data.by);
  }

  /** I am a member, new or not: the server says what the room is now, or was when it was asked. */
  #entered(room: Room): void {
    if (this.#isOlder(room)) return;
    // Joined: what was a preview is one of mine from now on.
    this.previews?.drop(room.id);
    this.#come.add(room.id);
    this.#upsert(room, false);
    this.#publish();
  }

  #isOlder({ id, head }: Room): boolean {
    return head < (this.#gone.get(id) ?? 0);
  }

  /** Something that is said of a room, and no event of its log. */
  #tell(room: string, notice: (log: RoomLog) => void): void {
    const log = this.#logs.get(room);
    if (log) notice(log);
    else this.#early.keep(room, notice);
  }

  #update(room: string, change: (state: RoomState) => RoomState): void {
    this.#tell(room, (log) => log.update(change));
  }

  /** A direct room is called what the other one is called. */
  #rename(user: string, name: string): void {
    const log = [...this.#logs.values()].find((one) => one.state.get().room.peer === user);
    if (!log) return;
    log.update((state) => ({ ...state, room: { ...state.room, name } }));
    this.#publish();
  }

  /** `isMissed`: what is unread in a room that was not known came while there was no connection. */
  #upsert(room: Room, isMissed: boolean): void {
    const log = this.#logs.get(room.id);
    if (log) {
      log.refresh(room);
      return;
    }
    const { id } = room;
    const made: RoomLog = new RoomLog(room, {
      ...this.#options,
      told: this.#gone.get(id) ?? 0,
      isMissed,
      onEvent: (event) => {
        this.#options.onEvent(event);
        if (this.#isMyLeaving(event)) this.#left(made, event);
      },
      onOutdated: () => this.#question.ask(),
      onGap: () => this.sync([id]),
      isSyncing: () => this.#sync.isAsking(id),
      onChange: () => this.#publish(),
    });
    this.#logs.set(id, made);
    // Its log begins here, whatever was asked of the room before.
    this.#options.onPassedOver(id);
    this.#early.handOn(made);
    this.#publish();
  }

  /** `seq`: of the event that says so; the reply to a request has none. */
  #remove(id: string, seq?: Seq): void {
    const known = this.#logs.get(id)?.state.get().room.head ?? 0;
    this.#gone.set(id, Math.max(this.#gone.get(id) ?? 0, seq ?? known + 1));
    this.#come.delete(id);
    this.#early.drop(id);
    if (this.#drop(id)) this.#publish();
  }

  #drop(id: string): boolean {
    this.#logs.get(id)?.close();
    return this.#logs.delete(id);
  }

  /** Another store, or nobody: what was known says nothing any more. */
  forget(): void {
    const forgotten = [...this.#logs.keys()];
    for (const room of forgotten) this.#drop(room);
    this.previews?.clear();
    this.#early.dropAllBut(new Set());
    this.#gone.clear();
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
