import type { Connection } from "../connection/connection.ts";
import { Question } from "../connection/question.ts";
import { isLogEvent, type AnyLogEvent, type Message, type Room, type Seq } from "../protocol/index.ts";
import type { Later } from "../later.ts";
import type { HistoryCode } from "./history-pages.ts";
import type { Heard } from "./heard.ts";
import { after, toMessage } from "./message.ts";
import type { Counted, Skipped } from "./missed.ts";
import { isMention, type Reader } from "./unread.ts";

/** How a message came. */
export interface Arrival {
  /**
   * 0: it came as it was sent. Otherwise it was missed without a connection, and stands for this many messages of its room: a mention
   * of me for itself, the newest of the others for all of them.
   */
  readonly caughtUp: number;
}

export interface MessageNewsOptions extends Reader {
  readonly connection: Connection;
  readonly history: Later<HistoryCode>;
  readonly room: () => Room;
  readonly onMessage: (message: Message, room: Room, arrival: Arrival) => void;
}

const live: Arrival = { caughtUp: 0 };

/**
 * Tells of the messages of others in one room, unless I have blocked them: of each that comes live, and once for all that were missed. Mentions of me are
 * told each.
 */
export class MessageNews {
  readonly #options: MessageNewsOptions;
  readonly #heard: Heard;
  /** What a sync has brought, until it has brought all. */
  #caughtUp: Message[] = [];
  /** What was passed over, without a sync, and nobody was told of. */
  #skipped: readonly Skipped[] = [];
  /** What the server has said of it; undefined until it has. */
  #counted: Counted | undefined;
  readonly #search: Question;

  constructor(heard: Heard, options: MessageNewsOptions) {
    this.#heard = heard;
    this.#options = options;
    this.#search = new Question(options.connection, () => this.#find());
  }

  close(): void {
    this.#search.end();
  }

  /** A session has begun: what was still searched for on the last one is searched for again. */
  resume(): void {
    if (this.#counted) this.#search.ask();
  }

  /** An event of the log, of whatever type, new or repeated. */
  hear(event: AnyLogEvent, isLive: boolean): void {
    if (!this.#heard.take(event.data.seq, isLive) || !isLogEvent(event)) return;
    if (event.type === "chat.message") {
      const message = toMessage(event.data);
      if (!this.#isOfOthers(message)) return;
      if (isLive) this.#options.onMessage(message, this.#options.room(), live);
      else this.#caughtUp.push(message);
    } else {
      this.#caughtUp = this.#caughtUp.map((message) => after(message, event));
    }
  }

  /** A sync has brought everything there was. */
  synced(): void {
    const messages = this.#caughtUp;
    this.#caughtUp = [];
    this.#tell(messages.filter((message) => this.#isNew(message)));
  }

  /** The log goes on behind `to`: what lies between doesn't come any more, or is old news when it comes. */
  skip(from: Seq, to: Seq): void {
    const start = Math.max(this.#heard.upTo, from);
    if (this.#heard.skipTo(to)) this.#skipped = [...this.#skipped, { from: start, to }];
  }

  /** The server has said what the room is, as of all that was skipped; `before`: what it said before any of it. */
  count(room: Room, before?: Room): void {
    if (this.#skipped.length === 0) return;
    this.#counted = { room, before };
    this.#search.ask();
  }

  async #find(): Promise<void> {
    const [skipped, counted] = [this.#skipped, this.#counted];
    if (!counted) return;
    const { connection, history } = this.#options;
    const isMoot = () => this.#counted !== counted || this.#skipped !== skipped;
    const { findMissed } = await history();
    const { messages, count } = await findMissed({
      ...counted,
      connection,
      skipped,
      isMissed: (message) => this.#isNew(message) && skipped.some(({ from, to }) => message.seq > from && message.seq <= to),
      isMention: this.#isMention,
      isMoot,
    });
    if (isMoot()) return;
    this.#skipped = [];
    this.#counted = undefined;
    this.#tell(messages, count);
  }

  #tell(messages: readonly Message[], count = messages.length): void {
    const { onMessage, room } = this.#options;
    const mentions = messages.filter(this.#isMention);
    for (const message of mentions) onMessage(message, room(), { caughtUp: 1 });
    const newest = messages.findLast((message) => !this.#isMention(message));
    if (newest) onMessage(newest, room(), { caughtUp: Math.max(1, count - mentions.length) });
  }

  readonly #isMention = (message: Message): boolean => isMention(message, this.#options);

  /** Also still there, and not read on another device. */
  #isNew(message: Message): boolean {
    return this.#isOfOthers(message) && message.seq > this.#options.room().read;
  }

  /** Of somebody of whom I want to hear. */
  #isOfOthers({ by, deleted }: Message): boolean {
    const { me, blocks } = this.#options;
    return by !== me() && !deleted && !blocks()?.has(by);
  }
}
