import type { Connection } from "../connection/connection.ts";
import { Pace } from "../connection/pace.ts";
import { RequestError } from "../connection/requests.ts";
import { TopicFeed, type TopicSubscriber } from "./topic-feed.ts";

export interface TopicOptions {
  /** After a lost connection: what was missed comes first, where the topic keeps it, or `reset` is called. The default; `false`: only what comes live. */
  readonly recover?: boolean;
}

/** A topic that the host publishes to. */
export interface Topic<Message> {
  readonly name: string;
  /** Follows the topic until the returned function is called, over lost connections too. All subscribers of a topic share one subscription. */
  subscribe(subscriber: TopicSubscriber<Message>): () => void;
}

/** The topics that somebody follows. */
export class Topics {
  readonly #connection: Connection;
  readonly #feeds = new Map<string, TopicFeed>();
  readonly #pace = new Pace();
  /** What each topic is to ask, in order. */
  readonly #line = new Map<string, () => void>();
  #heldUntil = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onReady(({ session }) => {
      this.#pace.begin(session.limits);
      this.#heldUntil = 0;
      for (const feed of [...this.#feeds.values()]) feed.subscribe();
    });
    connection.onLost(() => {
      clearTimeout(this.#timer);
      this.#line.clear();
    });
    connection.on("session.lagging", ({ topics = [] }) => {
      for (const topic of topics) this.#feeds.get(topic)?.subscribe();
    });
    connection.on("topic.message", (message) => this.#feeds.get(message.topic)?.receive(message));
    connection.on("topic.unsubscribed", ({ topic, ref }) => {
      if (ref === undefined) this.#feeds.get(topic)?.end(new RequestError("forbidden", `You may not follow "${topic}" any longer.`));
    });
  }

  topic<Message>(name: string, { recover = true }: TopicOptions = {}): Topic<Message> {
    return { name, subscribe: (subscriber) => this.#feed(name).add(subscriber, recover) };
  }

  #feed(name: string): TopicFeed {
    const found = this.#feeds.get(name);
    if (found) return found;
    const made: TopicFeed = new TopicFeed(name, this.#connection, {
      enter: (send) => {
        this.#line.set(name, send);
        this.#next();
      },
      hold: (ms) => (this.#heldUntil = Math.max(this.#heldUntil, Date.now() + ms)),
      leave: () => {
        if (this.#feeds.get(name) !== made) return;
        this.#line.delete(name);
        this.#feeds.delete(name);
      },
    });
    this.#feeds.set(name, made);
    return made;
  }

  /** Lets as many ask as the server's rate limit has place for. */
  #next(): void {
    clearTimeout(this.#timer);
    for (const [name, send] of this.#line) {
      const waitMs = Math.max(0, this.#heldUntil - Date.now()) || this.#pace.take();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#next(), waitMs);
        return;
      }
      this.#line.delete(name);
      send();
    }
  }
}
