import { isLogEvent, isOwnLogEvent, type AnyLogEvent, type OwnLogEventEnvelope, type Seq } from "../protocol/index.ts";
import type { Heard } from "./heard.ts";

export interface OwnLogEventsOptions {
  readonly onEvent: (event: OwnLogEventEnvelope) => void;
  /** Some events of the log were passed over, and an app's may be among them. */
  readonly onSkipped: () => void;
}

/** An app's events in one room's log: each is handed on once, in the order of the log, or is said to be skipped. */
export class OwnLogEvents {
  readonly #options: OwnLogEventsOptions;
  readonly #heard: Heard;

  constructor(heard: Heard, options: OwnLogEventsOptions) {
    this.#heard = heard;
    this.#options = options;
  }

  get heard(): Seq {
    return this.#heard.upTo;
  }

  /** An event of the log, of whatever type, new or repeated. */
  hear(event: AnyLogEvent, isLive: boolean): void {
    const { seq } = event.data;
    this.skipTo(seq - 1);
    if (!this.#heard.take(seq, isLive)) return;
    if (!isLogEvent(event) && isOwnLogEvent(event) && event.data.deleted !== true) this.#options.onEvent(event);
  }

  /** Up to here nothing is on its way any more. */
  skipTo(seq: Seq): void {
    if (this.#heard.skipTo(seq)) this.#options.onSkipped();
  }

  /** Up to here everything is known, and nothing of it is an app's. */
  passTo(seq: Seq): void {
    this.#heard.skipTo(seq);
  }
}
