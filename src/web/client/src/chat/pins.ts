import type { Connection } from "../connection/connection.ts";
import { Question } from "../connection/question.ts";
import type { AnyLogEvent, LogEvents, Message } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { Holders } from "./holders.ts";
import type { RoomView } from "./room-log.ts";

/** The pinned messages of one room, as far as they were loaded. */
export interface PinsState {
  /** The newest message first. */
  readonly messages: readonly Message[];
  readonly isLoaded: boolean;
  /** Older ones can be loaded. */
  readonly more: boolean;
}

export interface PinsOptions {
  readonly connection: Connection;
  readonly room: string;
  readonly onClosed: () => void;
}

/** What changes the list or something in it. */
const concerning: ReadonlySet<string> = new Set<keyof LogEvents>(["chat.pinned", "chat.edited", "chat.deleted", "chat.erased"]);

/** The pinned messages of a room, asked for anew whenever the log tells of a change to them. */
export class Pins implements RoomView {
  readonly #options: PinsOptions;
  readonly #state = new Store<PinsState>({ messages: [], isLoaded: false, more: false });
  readonly #newest: Question;
  readonly #holders = new Holders(
    () => this.load(),
    () => {
      this.#newest.end();
      this.#options.onClosed();
    },
  );
  /** Counts what was asked: the answer to an older question may know less, or follow a page that is no more. */
  #asked = 0;

  constructor(options: PinsOptions) {
    this.#options = options;
    this.#newest = new Question(options.connection, () => this.#load());
  }

  get state(): Readable<PinsState> {
    return this.#state;
  }

  /** Loads them, and keeps them up to date until what is returned is called. */
  hold(): () => void {
    return this.#holders.add();
  }

  /** Loads what is older than the loaded part. */
  async loadMore(): Promise<void> {
    const { messages, more } = this.#state.get();
    const before = messages.at(-1)?.seq;
    if (!more || before === undefined) return;
    const asked = this.#asked;
    const page = await this.#options.connection.request("chat.pins", { room: this.#options.room, before });
    if (asked !== this.#asked) return;
    this.#state.set({ messages: [...messages, ...page.messages.toReversed()], isLoaded: true, more: page.more });
  }

  load(): void {
    this.#asked++;
    this.#newest.ask();
  }

  receive(event: AnyLogEvent): void {
    if (concerning.has(event.type)) this.load();
  }

  /** Some of them may be past their time. */
  forgetUpTo(): void {
    this.load();
  }

  /** A session has begun: what was asked on the last one is asked again. */
  resume(): void {
    this.load();
  }

  async #load(): Promise<void> {
    const asked = this.#asked;
    const { messages, more } = await this.#options.connection.request("chat.pins", { room: this.#options.room });
    if (asked === this.#asked) this.#state.set({ messages: messages.toReversed(), isLoaded: true, more });
  }
}
