import type { Connection } from "../connection/connection.ts";
import type { ChatSentReply, Requests, Room } from "../protocol/index.ts";
import type { Readable } from "../store.ts";
import { KnownRooms, type RoomsOptions } from "./known-rooms.ts";
import type { RoomState } from "./room-state.ts";
import type { ChangeEvent } from "./message.ts";

type ChangeRequest = "chat.edit" | "chat.delete" | "chat.react" | "chat.pin" | "chat.unpreview";

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
  async loadOlder(id: string): Promise<void> {
    await this.known.log(id)?.pages.loadBeside("older");
  }

  /** Loads what is newer than the loaded part, where that is not the end. */
  async loadNewer(id: string): Promise<void> {
    await this.known.log(id)?.pages.loadBeside("newer");
  }

  /** Makes the loaded part hold a message; false when the room has no such message. */
  async loadAround(id: string, message: string): Promise<boolean> {
    return (await (await this.known.log(id)?.pages.partToLoad())?.loadAround(message)) ?? false;
  }

  /** Makes the loaded part hold a place of the log. */
  async loadAt(id: string, seq: number): Promise<void> {
    await (await this.known.log(id)?.pages.partToLoad())?.loadAt(seq);
  }

  /** Makes the loaded part the end of the log again. */
  loadLatest(id: string): Promise<void> {
    return this.known.log(id)?.pages.part?.loadLatest() ?? Promise.resolve();
  }

  edit(room: string, id: string, text: string): Promise<void> {
    return this.change("chat.edited", "chat.edit", { room, id, text });
  }

  delete(room: string, id: string): Promise<void> {
    return this.change("chat.deleted", "chat.delete", { room, id });
  }

  react(room: string, id: string, emoji: string, on: boolean): Promise<void> {
    return this.change("chat.reacted", "chat.react", { room, id, emoji, on });
  }

  /** Asks for what is to happen to a message, and shows it at once: as the event says it, which has what is asked for and `more`. */
  protected async change<Type extends ChangeRequest>(type: ChangeEvent["type"], request: Type, asked: Requests[Type]["data"], more?: object): Promise<void> {
    const ask = () => this.connection.request(request, asked);
    const event = { type, data: { seq: 0, at: this.connection.clock.iso(), by: this.#me(), ...asked, ...more } } as ChangeEvent;
    await (this.known.log(asked.room)?.change(event, ask) ?? ask());
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
