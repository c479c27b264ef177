import type { Connection } from "../connection/connection.ts";
import { isLogEvent, type AnyLogEvent, type LogEvent, type Message, type Seq } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { Holders } from "./holders.ts";
import type { RoomView } from "./room-log.ts";
import { after, toMessage } from "./message.ts";

const pageSize = 100;
const retryMs = 3_000;

/** One thread, as far as it was loaded. */
export interface ThreadState {
  /** The root first, where it is there, then the answers. */
  readonly messages: readonly Message[];
  readonly status: "loading" | "loaded";
  /** Older answers can be loaded. */
  readonly more: boolean;
}

export interface ThreadLogOptions {
  readonly connection: Connection;
  readonly room: string;
  readonly root: string;
  readonly onClosed: () => void;
}

/** A message and the answers to it, from the server, kept up to date by the room's events. */
export class ThreadLog implements RoomView {
  readonly #options: ThreadLogOptions;
  readonly #state = new Store<ThreadState>({ messages: [], status: "loading", more: false });
  /** What came while a page was on its way. */
  readonly #holders = new Holders(
    () => this.load(),
    () => this.#options.onClosed(),
  );
  #meanwhile: LogEvent[] | null = null;
  #expired: Seq = 0;
  #load = 0;

  constructor(options: ThreadLogOptions) {
    this.#options = options;
  }

  get state(): Readable<ThreadState> {
    return this.#state;
  }

  /** Loads it, and follows it until what is returned is called. */
  hold(): () => void {
    return this.#holders.add();
  }

  load(): void {
    void this.#fetch();
  }

  async loadOlder(): Promise<void> {
    const { messages, more, status } = this.#state.get();
    const first = messages.find((message) => message.thread !== undefined)?.seq;
    if (!more || first === undefined || status === "loading") return;
    await this.#fetch(first);
  }

  receive(event: AnyLogEvent): void {
    if (!isLogEvent(event)) return;
    this.#meanwhile?.push(event);
    this.#state.update((state) => ({ ...state, messages: apply(state.messages, event, this.#options.root) }));
  }

  /** Everything up to a seq is past its time, on a page that is still on its way as well. */
  forgetUpTo(upTo: Seq): void {
    this.#expired = Math.max(this.#expired, upTo);
    this.#state.update((state) => ({ ...state, messages: this.#unexpired(state.messages) }));
  }

  #unexpired(messages: readonly Message[]): readonly Message[] {
    return messages.filter(({ seq }) => seq > this.#expired);
  }

  async #fetch(before?: number): Promise<void> {
    const { connection, room, root } = this.#options;
    const load = ++this.#load;
    this.#meanwhile = [];
    this.#state.update((state) => ({ ...state, status: "loading" }));
    try {
      const [top, page] = await Promise.all([
        connection.request("chat.history", { room, around: root, limit: 1 }),
        connection.request("chat.history", { room, thread: root, limit: pageSize, ...(before !== undefined && { before }) }),
      ]);
      if (load !== this.#load) return;
      const head = Math.min(top.head, page.head);
      const kept = before === undefined ? [] : this.#state.get().messages.filter((message) => message.seq >= before);
      let messages: readonly Message[] = [...top.messages, ...page.messages, ...kept];
      for (const event of this.#meanwhile) if (event.data.seq > head) messages = apply(messages, event, root);
      this.#meanwhile = null;
      this.#state.set({ messages: this.#unexpired(messages), status: "loaded", more: page.more });
    } catch {
      if (load === this.#load && this.#holders.any) setTimeout(() => void this.#fetch(before), retryMs);
    }
  }
}

function apply(messages: readonly Message[], event: LogEvent, root: string): readonly Message[] {
  switch (event.type) {
    case "chat.message":
      if (event.data.thread !== root || messages.some(({ seq }) => seq >= event.data.seq)) return messages;
      return [...messages, toMessage(event.data)];
    default:
      return messages.map((message) => after(message, event));
  }
}
