import type { Connection } from "../connection/connection.ts";
import { Question } from "../connection/question.ts";
import { isLogEvent, type AnyLogEvent, type Message, type Room, type Seq } from "../protocol/index.ts";
import { emptied } from "./gone.ts";
import type { Heard } from "./heard.ts";
import { changed, toMessage } from "./timeline.ts";
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
  readonly room: () => Room;
  readonly onMessage: (message: Message, room: Room, arrival: Arrival) => void;
}

/** Events after `from`, up to `to`, that were passed over. */
interface Skipped {
  readonly from: Seq;
  readonly to: Seq;
}

const live: Arrival = { caughtUp: 0 };
const pageSize = 200;

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
  /** How much of it is unread, as the server counted; null until it has. */
  #counts: { readonly messages: number; readonly mentions: number } | null = null;
  readonly #search: Question;

  constructor(heard: Heard, options: MessageNewsOptions) {
    this.#heard = heard;
    this.#options = options;
    this.#search = new Question(options.connection, () => this.#find(), { isBulk: true });
  }

  close(): void {
    this.#search.end();
  }

  /** A session has begun: what was still searched for on the last one is searched for again. */
  resume(): void {
    if (this.#counts !== null) this.#search.ask();
  }

  /** An event of the log, of whatever type, new or repeated. */
  hear(event: AnyLogEvent, isLive: boolean): void {
    if (!this.#heard.take(event.data.seq, isLive) || !isLogEvent(event)) return;
    if (event.type === "chat.message") {
      const message = toMessage(event.data);
      if (!this.#isOfOthers(message)) return;
      if (isLive) this.#options.onMessage(message, this.#options.room(), live);
      else this.#caughtUp.push(message);
    } else if (event.type === "chat.edited" || event.type === "chat.deleted") {
      this.#caughtUp = this.#caughtUp.map((message) => (message.id === event.data.id ? changed(message, event) : message));
    } else if (event.type === "chat.erased") {
      this.#caughtUp = this.#caughtUp.map((message) => (message.by === event.data.user ? emptied(message) : message));
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
    const most = this.#skipped.reduce((sum, { from, to }) => sum + to - from, 0);
    // What was deleted meanwhile makes a difference of counts too small to say that there is nothing.
    const difference = before !== undefined && before.read === room.read ? Math.max(1, room.unread - before.unread) : Infinity;
    const messages = Math.min(room.unread, most, difference);
    const mentions = Math.min(room.mentions, most);
    const { last } = room;
    if (messages === 0) {
      this.#end();
    } else if (mentions === 0 && last && this.#isSkipped(last)) {
      this.#end();
      this.#options.onMessage(last, room, { caughtUp: messages });
    } else {
      this.#counts = { messages, mentions };
      this.#search.ask();
    }
  }

  #end(): void {
    this.#skipped = [];
    this.#counts = null;
    this.#search.end();
  }

  /** The mentions among what was skipped: page by page, from the newest, until there are as many as the server has counted. */
  async #find(): Promise<void> {
    const [skipped, counts] = [this.#skipped, this.#counts];
    const [first, last] = [skipped[0], skipped.at(-1)];
    if (!first || !last || counts === null) return;
    const { connection, room } = this.#options;
    let found: Message[] = [];
    let before = last.to + 1;
    for (;;) {
      await connection.turn();
      const page = await connection.request("chat.history", { room: room().id, before, limit: pageSize });
      if (this.#counts !== counts || this.#skipped !== skipped) return;
      found = [...page.messages.filter((message) => this.#isSkipped(message)), ...found];
      const mentions = found.filter((message) => isMention(message, this.#options)).length;
      before = page.messages[0]?.seq ?? 0;
      if (!page.more || before <= first.from || (found.length > mentions && mentions >= counts.mentions)) break;
    }
    this.#end();
    this.#tell(found, counts.messages);
  }

  #isSkipped(message: Message): boolean {
    return this.#isNew(message) && this.#skipped.some(({ from, to }) => message.seq > from && message.seq <= to);
  }

  #tell(messages: readonly Message[], count = messages.length): void {
    const { onMessage, room } = this.#options;
    const mentions = messages.filter((message) => isMention(message, this.#options));
    for (const message of mentions) onMessage(message, room(), { caughtUp: 1 });
    const newest = messages.findLast((message) => !isMention(message, this.#options));
    if (newest) onMessage(newest, room(), { caughtUp: Math.max(1, count - mentions.length) });
  }

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
