import type { Connection } from "../connection/connection.ts";
import { retryAfter } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import { TopicFeed, type TopicSubscriber } from "./topic-feed.ts";

/** How a topic is subscribed to. */
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

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onReady(() => {
      for (const feed of [...this.#feeds.values()]) feed.subscribe();
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
    const onEnd = () => {
      if (this.#feeds.get(name) === made) this.#feeds.delete(name);
    };
    const made: TopicFeed = new TopicFeed(name, this.#connection, { onEnd, onLeft: () => this.#leave(name) });
    this.#feeds.set(name, made);
    return made;
  }

  /** Until the server has taken it, or somebody follows the topic again; with its session a subscription ends anyway. */
  #leave(name: string, session = this.#session): void {
    this.#connection.inTurn(() => {
      if (this.#feeds.has(name) || this.#session !== session) return;
      this.#connection.request("topic.unsubscribe", { topic: name }).catch((error: unknown) => {
        const afterMs = retryAfter(error);
        if (afterMs !== null) setTimeout(() => this.#leave(name, session), afterMs);
      });
    });
  }

  get #session(): string | undefined {
    return this.#connection.snapshot.get().session?.sessionId;
  }
}
