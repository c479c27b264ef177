import { isLogEvent, isOwnLogEvent, type AnyLogEvent, type OwnLogEventEnvelope, type Seq } from "../protocol/index.ts";

export interface OwnLogEventsOptions {
  readonly onEvent: (event: OwnLogEventEnvelope) => void;
  /** Some events of the log were passed over, and an app's may be among them. */
  readonly onSkipped: () => void;
}

/**
 * An app's events in one room's log: each is handed on once, in the order of the log. What a room shows may be ahead of
 * it, since a page of history stands for everything up to its head: those events come after it, or are said to be skipped.
 */
export class OwnLogEvents {
  readonly #options: OwnLogEventsOptions;
  #heard: Seq;

  /** `heard`: what has happened up to here is of no interest any more. */
  constructor(heard: Seq, options: OwnLogEventsOptions) {
    this.#heard = heard;
    this.#options = options;
  }

  get heard(): Seq {
    return this.#heard;
  }

  /** An event of the log, of whatever type, new or repeated. */
  hear(event: AnyLogEvent): void {
    const { seq } = event.data;
    if (seq <= this.#heard) return;
    this.skipTo(seq - 1);
    this.#heard = seq;
    if (!isLogEvent(event) && isOwnLogEvent(event) && event.data.deleted !== true) this.#options.onEvent(event);
  }

  /** Up to here nothing is on its way any more. */
  skipTo(seq: Seq): void {
    if (seq <= this.#heard) return;
    this.#heard = seq;
    this.#options.onSkipped();
  }

  /** Up to here everything is known, and nothing of it is an app's. */
  passTo(seq: Seq): void {
    this.#heard = Math.max(this.#heard, seq);
  }
}
