import type { Connection } from "../connection/connection.ts";
import type { ChatSentReply, Room } from "../protocol/index.ts";
import type { Readable } from "../store.ts";
import { KnownRooms, type RoomsOptions } from "./known-rooms.ts";
import type { RoomState } from "./room-state.ts";
import type { ChangeEvent } from "./timeline.ts";

/** My rooms and their logs, kept whole over reconnects. */
export class BasicRooms {
  protected readonly connection: Connection;
  readonly #me: () => string;
  protected readonly known: KnownRooms;

  constructor(options: RoomsOptions) {
    this.connection = options.connection;
    this.#me = options.me;
    this.known = new KnownRooms(options);
  }

  /** By what happened last, newest first. */
  get list(): Readable<readonly Room[]> {
    return this.known.list;
  }

  /** Whether the list was received since the page began, or since the epoch changed. */
  get loaded(): Readable<boolean> {
    return this.known.loaded;
  }

  room(id: string): Readable<RoomState> | undefined {
    return this.known.log(id)?.state;
  }

  /** Loads the newest part of a room's log; nothing happens where it is loaded already. */
  open(id: string): void {
    this.known.log(id)?.pages.load();
  }

  /** Loads what is older than the loaded part. */
  loadOlder(id: string): Promise<void> {
    return this.known.log(id)?.pages.loadOlder() ?? Promise.resolve();
  }

  /** Loads what is newer than the loaded part, where that is not the end. */
  loadNewer(id: string): Promise<void> {
    return this.known.log(id)?.pages.loadNewer() ?? Promise.resolve();
  }

  /** Makes the loaded part hold a message; false when the room has no such message. */
  loadAround(id: string, message: string): Promise<boolean> {
    return this.known.log(id)?.pages.loadAround(message) ?? Promise.resolve(false);
  }

  /** Makes the loaded part hold a place of the log. */
  loadAt(id: string, seq: number): Promise<void> {
    return this.known.log(id)?.pages.loadAt(seq) ?? Promise.resolve();
  }

  /** Makes the loaded part the end of the log again. */
  loadLatest(id: string): Promise<void> {
    return this.known.log(id)?.pages.loadLatest() ?? Promise.resolve();
  }

  edit(room: string, id: string, text: string): Promise<void> {
    return this.change({ type: "chat.edited", data: { ...this.mine(room), id, text } }, () => this.connection.request("chat.edit", { room, id, text }));
  }

  delete(room: string, id: string): Promise<void> {
    return this.change({ type: "chat.deleted", data: { ...this.mine(room), id } }, () => this.connection.request("chat.delete", { room, id }));
  }

  react(room: string, id: string, emoji: string, on: boolean): Promise<void> {
    return this.change({ type: "chat.reacted", data: { ...this.mine(room), id, emoji, on } }, () =>
      this.connection.request("chat.react", { room, id, emoji, on }),
    );
  }

  protected async change(event: ChangeEvent, ask: () => Promise<{ seq: number }>): Promise<void> {
    const log = this.known.log(event.data.room);
    await (log ? log.change(event, ask) : ask());
  }

  protected mine(room: string): { room: string; seq: number; at: string; by: string } {
    return { room, seq: 0, at: this.connection.clock.iso(), by: this.#me() };
  }

  /** Asks for everything after what was seen, for these rooms. */
  sync(ids: readonly string[]): void {
    this.known.sync(ids);
  }

  /** My own message was stored; true when its event has been seen (or won't be looked at). */
  sent(sent: ChatSentReply): boolean {
    const log = this.known.log(sent.room);
    return !log?.isLoaded || log.state.get().seen >= sent.seq;
  }

  markRead(id: string, seq: number): void {
    if (this.known.previews?.has(id) !== true) this.known.log(id)?.markRead(seq);
  }

  clear(): void {
    this.known.forget();
  }
}
