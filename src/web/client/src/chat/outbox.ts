import type { Connection } from "../connection/connection.ts";
import { newId } from "../connection/environment.ts";
import { passing } from "../connection/question.ts";
import { RequestError, type FailureCode } from "../connection/requests.ts";
import type { Attachment, Audience, ChatSendRequest, ChatSentReply, MessageData } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import type { OutboxStore } from "./outbox-store.ts";
import type { WriteOrder } from "./write-order.ts";

/** queued → sending → sent (answered, its event not seen yet) or failed (refused, until sent again or discarded). */
export type OutgoingState = "queued" | "sending" | "sent" | "failed";

/** A message that is on its way. */
export interface Outgoing {
  readonly key: string;
  readonly room: string;
  readonly text: string;
  readonly replyTo?: string;
  readonly thread?: string;
  readonly mentions?: readonly string[];
  /** Mentions all of the room, or those who are online, as well. */
  readonly audience?: Audience;
  readonly attachments?: readonly Attachment[];
  /** The server is not to look where its links lead. */
  readonly previews?: false;
  /** What the app says with it. */
  readonly data?: MessageData;
  /** When it was written, by the server's clock as far as it is known. */
  readonly at: string;
  /** What was written later has a higher one: the order in which they are sent and shown. */
  readonly order: number;
  readonly state: OutgoingState;
  readonly seq?: number;
  readonly error?: FailureCode;
  /** What of it was refused, where the server says so: `text`, say. */
  readonly field?: string;
}

/** What a message is made of before it is in the outbox. */
export type Draft = Pick<Outgoing, "room" | "text" | "replyTo" | "thread" | "mentions" | "audience" | "attachments" | "previews" | "data">;

/** More than anybody types while a server restarts; above it `add` refuses, so that nothing typed is dropped silently. */
const limit = 500;
const retryMs = 2_000;
/** A store that takes longer to say what waited must not hold back what is typed now. */
const openMs = 2_000;

export interface OutboxOptions {
  readonly connection: Connection;
  /** Keeps them over reloads. */
  readonly store: OutboxStore;
  readonly order: WriteOrder;
  readonly onSent: (sent: ChatSentReply) => void;
}

/**
 * What was typed and not yet answered. Each message is sent with the same `key` until the server has answered, over
 * reconnects and page reloads; per room one at a time, so in order; stored once, since the key is idempotent.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #items = new Store<readonly Outgoing[]>([]);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** The room's last message that was written to the socket and is not answered. */
  readonly #inFlight = new Map<string, string>();
  /** Rooms whose next message waits for its turn. */
  readonly #inTurn = new Set<string>();
  #isOpen = false;
  #opening = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    options.connection.onReady(() => this.#sendAll());
    options.connection.onLost((code) => this.#lost(code));
  }

  /** Takes in what waited when the last page ended. Until then nothing is sent, so that the order stays. */
  open(): void {
    const opening = ++this.#opening;
    const begin = () => {
      if (this.#isOpen || opening !== this.#opening) return;
      this.#isOpen = true;
      this.#sendAll();
    };
    const timer = setTimeout(begin, openMs);
    const done = () => {
      clearTimeout(timer);
      begin();
    };
    this.#options.store.open((items) => this.#adopt(items)).then(done, done);
  }

  /** What is left here is sent by another tab, or by the next page. */
  close(): void {
    this.#stop();
    this.#options.store.close();
  }

  /** What waits is not sent any more, here or by the next page. */
  async forget(): Promise<void> {
    this.#stop();
    this.#items.set([]);
    await this.#options.store.clear?.();
    this.#options.store.close();
  }

  #stop(): void {
    this.#opening++;
    this.#isOpen = false;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  get items(): Readable<readonly Outgoing[]> {
    return this.#items;
  }

  add(draft: Draft): Outgoing {
    if (this.#items.get().length >= limit) throw new RequestError("busy", `${limit} messages are waiting already`);
    const { connection, order } = this.#options;
    const item: Outgoing = { ...draft, key: newId(), at: connection.clock.iso(), order: order.next(), state: "queued" };
    this.#items.set([...this.#items.get(), item]);
    this.#options.store.put(item);
    this.#sendNext(item.room);
    return item;
  }

  /** For a message that failed. */
  retry(key: string): void {
    const item = this.#find(key);
    if (item?.state !== "failed") return;
    this.#replace(key, { state: "queued" });
    this.#keep(key);
    this.#sendNext(item.room);
  }

  discard(key: string): void {
    if (this.#find(key)?.state === "failed") this.#drop(key);
  }

  /** The message has arrived as an event or in a page of history: nothing is left to do for it. */
  settle(key: string): void {
    const item = this.#find(key);
    if (!item) return;
    this.#drop(key);
    this.#finish(item.room, key);
  }

  /** What another page left comes before what was typed here later. */
  #adopt(items: readonly Outgoing[]): void {
    const known = new Set(this.#items.get().map(({ key }) => key));
    // What was being sent, or answered, when that page went away is sent again: the key makes that harmless.
    const fresh = items
      .filter(({ key }) => !known.has(key))
      // What a page of an earlier version left has no order: it was written before all that has.
      .map((item: Omit<Outgoing, "order">): Outgoing => ({ order: 0, ...item, ...(item.state !== "failed" && { state: "queued" }) }));
    if (fresh.length === 0) return;
    for (const { order } of fresh) this.#options.order.atLeast(order);
    this.#items.set([...fresh, ...this.#items.get()].sort((a, b) => a.order - b.order || a.at.localeCompare(b.at)));
    if (this.#isOpen) this.#sendAll();
  }

  #sendAll(): void {
    for (const room of new Set(this.#items.get().map((item) => item.room))) this.#sendNext(room);
  }

  #sendNext(room: string): void {
    const { connection } = this.#options;
    if (!this.#isOpen || !connection.isReady || this.#inFlight.has(room) || this.#timers.has(room) || this.#inTurn.has(room)) return;
    const item = this.#nextOf(room);
    if (!item) return;
    const { key } = item;
    // What is this client's own business stays here: what is undefined is left out of the JSON.
    const data = { ...item, at: undefined, order: undefined, state: undefined, seq: undefined, error: undefined, field: undefined } as ChatSendRequest;
    const maximum = connection.snapshot.get().session?.limits.maxMessageBytes ?? Infinity;
    if (new TextEncoder().encode(JSON.stringify(data)).length + 100 > maximum) {
      this.#fail(room, key, "too-large");
      return;
    }
    this.#inTurn.add(room);
    const take = () => {
      this.#inTurn.delete(room);
      // Settled by its event meanwhile, or left to another page.
      if (this.#isOpen && this.#nextOf(room)?.key === key) this.#send(room, key, data);
      else this.#sendNext(room);
    };
    connection.inTurn(take, { onLost: () => this.#inTurn.delete(room), isUrgent: true });
  }

  #send(room: string, key: string, data: ChatSendRequest): void {
    const { connection } = this.#options;
    this.#inFlight.set(room, key);
    this.#replace(key, { state: "sending" });
    connection.request("chat.send", data).then(
      (sent) => {
        this.#replace(key, { state: "sent", seq: sent.seq });
        this.#options.store.remove(key);
        this.#options.onSent(sent);
        this.#finish(room, key);
      },
      (error: unknown) => this.#refused(room, key, error),
    );
  }

  #nextOf(room: string): Outgoing | undefined {
    return this.#items.get().find((candidate) => candidate.room === room && candidate.state === "queued");
  }

  #refused(room: string, key: string, error: unknown): void {
    // Settled by its event before the answer came, or moved on by `#lost`.
    if (this.#inFlight.get(room) !== key) return;
    const { code, field, retryAfterMs }: Pick<RequestError, "code"> & Partial<RequestError> = error instanceof RequestError ? error : { code: "internal" };
    if (code !== "disconnected" && !passing.has(code)) {
      this.#fail(room, key, code, field);
      return;
    }
    this.#queueAgain(room, key);
    if (code === "disconnected") return;
    const again = () => {
      this.#timers.delete(room);
      this.#sendNext(room);
    };
    this.#timers.set(room, setTimeout(again, retryAfterMs ?? retryMs));
  }

  #queueAgain(room: string, key: string): void {
    this.#inFlight.delete(room);
    this.#replace(key, { state: "queued" });
  }

  #fail(room: string, key: string, error: FailureCode, field?: string): void {
    this.#replace(key, { state: "failed", error, field });
    this.#keep(key);
    this.#finish(room, key);
  }

  #finish(room: string, key: string): void {
    if (this.#inFlight.get(room) === key) this.#inFlight.delete(room);
    this.#sendNext(room);
  }

  #lost(code: number): void {
    // Protocol §2: after 1003, 1007 and 1009 the message is not sent again.
    const isGuilty = [1003, 1007, 1009].includes(code);
    for (const [room, key] of this.#inFlight) {
      if (isGuilty) this.#fail(room, key, "too-large");
      else this.#queueAgain(room, key);
    }
  }

  #find(key: string): Outgoing | undefined {
    return this.#items.get().find((item) => item.key === key);
  }

  #replace(key: string, change: Partial<Outgoing>): void {
    this.#items.set(this.#items.get().map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  #keep(key: string): void {
    const item = this.#find(key);
    if (item) this.#options.store.put(item);
  }

  #drop(key: string): void {
    this.#items.set(this.#items.get().filter((item) => item.key !== key));
    this.#options.store.remove(key);
  }
}
