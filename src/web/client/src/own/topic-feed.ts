import type { Connection } from "../connection/connection.ts";
import { retryAfter } from "../connection/question.ts";
import type { RequestError } from "../connection/requests.ts";
import type { TopicMessageEvent, TopicPublication, TopicSubscribedReply } from "../protocol/index.ts";
import { call } from "../report.ts";

/** Who follows a topic. After `error` nothing comes any more. */
export interface TopicSubscriber<Message> {
  readonly message: (message: Message) => void;
  /** More was missed than the topic keeps, or it numbers anew: load what it tells of again. Messages go on from here. */
  readonly reset?: (() => void) | undefined;
  /** The topic can't be followed, or not any longer. */
  readonly error?: ((error: RequestError) => void) | undefined;
}

interface Position {
  readonly seq: number;
  readonly epoch: string;
}

/** What comes while a subscription is asked for. Beyond it messages are dropped, and found missing afterwards. */
const waitingLimit = 1_000;

/** One topic for all of its subscribers: subscribed once a session, from the last number on, each message once and in order. */
export class TopicFeed {
  readonly #topic: string;
  readonly #connection: Connection;
  readonly #onEnd: () => void;
  readonly #onLeft: () => void;
  /** Who follows, and whether they want what they missed. */
  readonly #subscribers = new Map<TopicSubscriber<never>, boolean>();
  #position: Position | null = null;
  /** Counts what was asked: the answer to an older question is not wanted any more. */
  #turn = 0;
  #waiting: TopicMessageEvent[] | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `onEnd`: nobody follows any more; then `onLeft`, where the server still has to hear of it. */
  constructor(topic: string, connection: Connection, { onEnd, onLeft }: { readonly onEnd: () => void; readonly onLeft: () => void }) {
    this.#topic = topic;
    this.#connection = connection;
    this.#onEnd = onEnd;
    this.#onLeft = onLeft;
  }

  add(subscriber: TopicSubscriber<never>, recover: boolean): () => void {
    const own = { ...subscriber };
    this.#subscribers.set(own, recover);
    if (this.#subscribers.size === 1) this.subscribe();
    return () => {
      if (this.#subscribers.delete(own) && this.#subscribers.size === 0) this.#unsubscribe();
    };
  }

  /** Asks for the topic, at its turn; without a session, the next one does. */
  subscribe(): void {
    clearTimeout(this.#timer);
    if (!this.#connection.isReady) return;
    const turn = ++this.#turn;
    this.#waiting ??= [];
    // In its turn: many topics asked for at once are a flood. Without one, the next session asks.
    this.#connection.inTurn(() => {
      if (turn === this.#turn) this.#ask(turn);
    });
  }

  #ask(turn: number): void {
    const from = this.#wantsMissed ? this.#position : null;
    const request = { topic: this.#topic, ...(from && { after: from.seq, epoch: from.epoch }) };
    this.#connection.request("topic.subscribe", request).then(
      (reply) => {
        if (turn === this.#turn) this.#begin(reply, from);
      },
      (error: unknown) => {
        if (turn === this.#turn) this.#refused(error as RequestError);
      },
    );
  }

  receive(message: TopicMessageEvent): void {
    if (message.seq === undefined) this.#handOn(message);
    else if (this.#waiting) {
      if (this.#waiting.length < waitingLimit) this.#waiting.push(message);
    } else if (this.#position) this.#take({ ...message, seq: message.seq }, this.#position);
  }

  end(error: RequestError): void {
    const all = [...this.#subscribers.keys()];
    this.#subscribers.clear();
    this.#stop();
    for (const subscriber of all) call(subscriber.error, error);
  }

  get #wantsMissed(): boolean {
    return [...this.#subscribers.values()].includes(true);
  }

  #begin({ head, epoch, recovered, messages }: TopicSubscribedReply, from: Position | null): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    const missed = from && recovered ? messages.filter(({ seq }) => seq > from.seq) : [];
    for (const message of missed) this.#handOn(message, true);
    this.#position = { seq: Math.max(head, missed.at(-1)?.seq ?? 0), epoch };
    if (from && !recovered) this.#reset();
    const isKnown = (message: TopicMessageEvent) => (message.epoch ?? epoch) === epoch;
    for (const message of waiting) if (isKnown(message)) this.receive(message);
    // Of a numbering that ended before this one, or began after it: asked once, however many there are.
    if (!waiting.every(isKnown)) this.subscribe();
  }

  #take(message: TopicMessageEvent & TopicPublication, { seq, epoch: known }: Position): void {
    const epoch = message.epoch ?? known;
    if (epoch === known && message.seq <= seq) return;
    // A new owner of the topic numbers from 1 again: what its predecessor had not told is lost, and the answer says so.
    if ((epoch !== known || message.seq > seq + 1) && this.#wantsMissed) {
      this.subscribe();
      return;
    }
    this.#position = { seq: message.seq, epoch };
    this.#handOn(message);
  }

  /** Only those who want what they missed get what a subscription brings. */
  #handOn({ type, data, seq }: Omit<TopicMessageEvent, "topic">, isMissed = false): void {
    const message = { type, data, ...(seq !== undefined && { seq }) };
    for (const [subscriber, recover] of [...this.#subscribers]) if (recover || !isMissed) call(subscriber.message, message as never);
  }

  #reset(): void {
    for (const [subscriber, recover] of [...this.#subscribers]) if (recover) call(subscriber.reset);
  }

  #refused(error: RequestError): void {
    this.#waiting = null;
    if (error.code === "disconnected") return;
    const afterMs = retryAfter(error);
    if (afterMs === null) this.end(error);
    else this.#timer = setTimeout(() => this.subscribe(), afterMs);
  }

  #unsubscribe(): void {
    this.#stop();
    this.#onLeft();
  }

  #stop(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#onEnd();
  }
}
