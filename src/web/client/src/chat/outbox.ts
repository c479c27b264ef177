import type { Connection } from "../connection/connection.ts";
import { newId, type KeyValueStorage } from "../connection/environment.ts";
import { Pace } from "../connection/pace.ts";
import { RequestError, type FailureCode } from "../connection/requests.ts";
import type { Sent } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";

/** queued → sending → sent (answered, its event not seen yet) or failed (refused, until sent again or discarded). */
export type OutgoingState = "queued" | "sending" | "sent" | "failed";

export interface Outgoing {
  readonly key: string;
  readonly room: string;
  readonly text: string;
  readonly replyTo?: string;
  readonly thread?: string;
  readonly mentions?: readonly string[];
  readonly at: string;
  readonly state: OutgoingState;
  readonly seq?: number;
  readonly error?: FailureCode;
}

export type Draft = Pick<Outgoing, "room" | "text" | "replyTo" | "thread" | "mentions">;

/** More than anybody types while a server restarts; above it `add` refuses, so that nothing typed is dropped silently. */
const limit = 500;
const retryMs = 2_000;
const temporary: ReadonlySet<FailureCode> = new Set(["rate-limited", "busy", "unavailable", "internal", "timeout", "disconnected"]);

export interface OutboxOptions {
  readonly connection: Connection;
  readonly storage: KeyValueStorage;
  readonly storageKey: string;
  readonly onSent: (sent: Sent) => void;
}

/**
 * What was typed and not yet answered. Each message is sent with the same `key` until the server has answered, over
 * reconnects and page reloads; per room one at a time, so in order; stored once, since the key is idempotent.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #items: Store<readonly Outgoing[]>;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** The room's last message that was written to the socket and is not answered. */
  readonly #inFlight = new Map<string, string>();
  readonly #pace = new Pace();

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#items = new Store(load(options.storage, options.storageKey));
    options.connection.onReady(({ session }) => {
      this.#pace.begin(session.limits);
      this.#sendAll();
    });
    options.connection.onLost((code) => this.#lost(code));
  }

  get items(): Readable<readonly Outgoing[]> {
    return this.#items;
  }

  add(draft: Draft): Outgoing {
    if (this.#items.get().length >= limit) throw new RequestError("busy", `${limit} messages are waiting already`);
    const item: Outgoing = { ...draft, key: newId(), at: new Date().toISOString(), state: "queued" };
    this.#set([...this.#items.get(), item]);
    this.#sendNext(item.room);
    return item;
  }

  /** For a message that failed. */
  retry(key: string): void {
    this.#replace(key, (item) => (item.state === "failed" ? { ...item, state: "queued" } : item));
    const item = this.#find(key);
    if (item) this.#sendNext(item.room);
  }

  discard(key: string): void {
    if (this.#find(key)?.state === "failed") this.#set(this.#items.get().filter((item) => item.key !== key));
  }

  /** The message has arrived as an event or in a page of history: nothing is left to do for it. */
  settle(key: string): void {
    const item = this.#find(key);
    if (!item) return;
    this.#set(this.#items.get().filter((other) => other.key !== key));
    this.#finish(item.room, key);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#inFlight.clear();
    this.#set([]);
  }

  #sendAll(): void {
    for (const room of new Set(this.#items.get().map((item) => item.room))) this.#sendNext(room);
  }

  #sendNext(room: string): void {
    const { connection } = this.#options;
    if (!connection.isReady || this.#inFlight.has(room) || this.#timers.has(room)) return;
    const item = this.#items.get().find((candidate) => candidate.room === room && candidate.state === "queued");
    if (!item) return;
    const { key, text, replyTo, thread, mentions } = item;
    const data = { room, key, text, ...(replyTo && { replyTo }), ...(thread && { thread }), ...(mentions && { mentions }) };
    const maximum = connection.snapshot.get().session?.limits.maxMessageBytes ?? Infinity;
    if (new TextEncoder().encode(JSON.stringify(data)).length + 100 > maximum) {
      this.#fail(room, key, "too-large");
      return;
    }
    const waitMs = this.#pace.take();
    if (waitMs > 0) {
      this.#timers.set(room, setTimeout(() => this.#due(room), waitMs));
      return;
    }
    this.#inFlight.set(room, key);
    this.#replace(key, (before) => ({ ...before, state: "sending" }));
    connection.request("chat.send", data).then(
      (sent) => this.#answered(room, key, sent),
      (error: unknown) => this.#refused(room, key, error),
    );
  }

  #answered(room: string, key: string, sent: Sent): void {
    this.#replace(key, (item) => ({ ...item, state: "sent", seq: sent.seq }));
    this.#options.onSent(sent);
    this.#finish(room, key);
  }

  #refused(room: string, key: string, error: unknown): void {
    // Settled by its event before the answer came, or moved on by `#lost`.
    if (this.#inFlight.get(room) !== key) return;
    const code = error instanceof RequestError ? error.code : "internal";
    if (!temporary.has(code)) {
      this.#fail(room, key, code);
      return;
    }
    this.#inFlight.delete(room);
    this.#replace(key, (item) => ({ ...item, state: "queued" }));
    if (code === "disconnected") return;
    const afterMs = (error instanceof RequestError ? error.retryAfterMs : undefined) ?? retryMs;
    this.#timers.set(room, setTimeout(() => this.#due(room), afterMs));
  }

  #due(room: string): void {
    this.#timers.delete(room);
    this.#sendNext(room);
  }

  #fail(room: string, key: string, error: FailureCode): void {
    this.#replace(key, (item) => ({ ...item, state: "failed", error }));
    this.#finish(room, key);
  }

  #finish(room: string, key: string): void {
    if (this.#inFlight.get(room) === key) this.#inFlight.delete(room);
    this.#sendNext(room);
  }

  #lost(code: number): void {
    for (const [room, key] of this.#inFlight) {
      // Protocol §2: after 1003, 1007 and 1009 the message is not sent again.
      const guilty = code === 1003 || code === 1007 || code === 1009;
      this.#replace(key, (item) => (guilty ? { ...item, state: "failed", error: "too-large" } : { ...item, state: "queued" }));
      this.#inFlight.delete(room);
    }
  }

  #find(key: string): Outgoing | undefined {
    return this.#items.get().find((item) => item.key === key);
  }

  #replace(key: string, change: (item: Outgoing) => Outgoing): void {
    this.#set(this.#items.get().map((item) => (item.key === key ? change(item) : item)));
  }

  #set(items: readonly Outgoing[]): void {
    this.#items.set(items);
    const { storage, storageKey } = this.#options;
    try {
      if (items.length === 0) storage.removeItem(storageKey);
      else storage.setItem(storageKey, JSON.stringify(items));
    } catch {
      // A full or forbidden storage: the messages live as long as the page.
    }
  }
}

function load(storage: KeyValueStorage, key: string): readonly Outgoing[] {
  try {
    const items = JSON.parse(storage.getItem(key) ?? "[]") as Outgoing[];
    // What was being sent, or answered, when the page went away is sent again: the key makes that harmless.
    return items.map((item) => (item.state === "failed" ? item : { ...item, state: "queued" }));
  } catch {
    return [];
  }
}
