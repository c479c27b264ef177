import { Question } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import type { Core } from "../core.ts";
import type { ChatMessageEvent, ChatThreadEvent, ChatThreadsReply, Seq } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";

/** How it stands between me and a thread. */
export interface ThreadMark {
  readonly room: string;
  /** Whether I follow it: only then anything is unread. */
  readonly follows: boolean;
  /** How far I have read it. */
  readonly read: Seq;
  readonly unread: number;
  /** How many of the unread replies mention me. */
  readonly mentions: number;
}

/** My threads, as far as this client knows them. */
export interface ThreadsState {
  /** By the id of the thread's first message: those with something unread, and whatever was asked or told of since. */
  readonly marks: ReadonlyMap<string, ThreadMark>;
  /** In how many threads there is something unread. */
  readonly unread: number;
  /** Whether the server has said so: a thread that isn't among `marks` has nothing unread then. */
  readonly isKnown: boolean;
}

/** A mark, and the last reply that is counted in it: what comes up to there is known. */
interface Counted extends ThreadMark {
  readonly last: Seq;
}

const pageSize = 50;
/** What is told of together is asked about once. */
const pauseMs = 1_000;

/**
 * Threads that I follow, and how far I have read them, on all of my devices: what I have begun, replied in or am mentioned in. The server keeps it; between two answers it is kept up to date by
 * the messages that come.
 */
export class Threads {
  readonly #client: Core;
  readonly #question: Question;
  readonly #state = new Store<ThreadsState>({ marks: new Map(), unread: 0, isKnown: false });
  #marks = new Map<string, Counted>();
  /** Threads with something unread beyond the first page. */
  #beyond = 0;
  #isKnown = false;
  /** A server of before has none of this. */
  #isMissing = false;
  /** Replies in threads of which nothing is known, and what else has come while an answer is on its way. */
  #meanwhile: ChatMessageEvent[] = [];
  #isAsking = false;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Core) {
    this.#client = client;
    const { connection, user: me } = client;
    this.#question = new Question(connection, () => this.#load());
    const ask = () => this.#question.ask();
    connection.onReady(({ epochChanged }) => {
      if (epochChanged) this.#marks.clear();
      ask();
    });
    connection.on("chat.message", (message) => this.#receive(message));
    connection.on("chat.thread", (told) => this.#told(told));
    connection.on("session.lagging", () => this.#askSoon());
    for (const type of ["chat.deleted", "chat.erased", "chat.expired"] as const) {
      // Which thread something stood in, and whether it was read, is the server's to say.
      connection.on(type, ({ room }) => {
        if ([...this.#marks.values()].some((mark) => mark.room === room && mark.unread > 0)) this.#askSoon();
      });
    }
    connection.on("chat.left", (left) => {
      if (!("user" in left) || left.user === me) this.#leave(left.room);
    });
    if (connection.isReady) ask();
  }

  get state(): Readable<ThreadsState> {
    return this.#state;
  }

  of(thread: string): ThreadMark | undefined {
    return this.#marks.get(thread);
  }

  /** A page of the threads that I follow, the one with the latest reply first; `before` is the `last.id` of the last thread of the page before. */
  async page(options: { readonly unread?: boolean; readonly before?: string; readonly limit?: number } = {}): Promise<ChatThreadsReply> {
    return this.#client.connection.request("chat.threads", options);
  }

  /** Asks how it stands with a thread of which nothing is known. */
  async ask(room: string, thread: string): Promise<void> {
    if (!this.#marks.has(thread)) await this.#client.connection.request("chat.read-thread", { room, thread, seq: 0 });
  }

  /** I have read a thread up to there: shows at once. Settles when the server knows. */
  async read(room: string, thread: string, seq: Seq): Promise<void> {
    const mark = this.#marks.get(thread);
    if (this.#isKnown && (!mark?.follows || seq <= mark.read)) return;
    this.#put(thread, { ...readUpTo(mark ?? { room, follows: false, read: 0, unread: 0, mentions: 0, last: 0 }, seq) });
    try {
      await this.#client.connection.request("chat.read-thread", { room, thread, seq });
    } catch (error) {
      this.#askSoon();
      throw error;
    }
  }

  /** Reads all of them, as far as they go now. */
  async readAll(): Promise<void> {
    for (let more = true; more; ) {
      const page = await this.page({ unread: true, limit: pageSize });
      for (const { room, root, last } of page.threads) await this.#client.connection.request("chat.read-thread", { room, thread: root.id, seq: last.seq });
      ({ more } = page);
    }
  }

  /** Follows a thread, or leaves it. A mention brings me back, and so does a reply of mine. */
  async follow(room: string, thread: string, on: boolean): Promise<void> {
    await this.#client.connection.request("chat.follow-thread", { room, thread, on });
  }

  /** Asks nothing until the next session. */
  close(): void {
    this.#question.end();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #load(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const turn = ++this.#turn;
    const asked = this.#meanwhile.length;
    this.#isAsking = true;
    try {
      const answer = await this.page({ unread: true, limit: pageSize });
      if (turn === this.#turn) this.#answered(answer, asked);
    } catch (error) {
      this.#isMissing = error instanceof RequestError && error.code === "unknown-type";
      throw error;
    } finally {
      if (turn === this.#turn) this.#isAsking = false;
    }
  }

  #answered({ threads, unread }: ChatThreadsReply, asked: number): void {
    const meanwhile = this.#meanwhile;
    this.#meanwhile = [];
    this.#isAsking = false;
    this.#isKnown = true;
    this.#beyond = unread - threads.length;
    const before = this.#marks;
    this.#marks = new Map();
    for (const [thread, mark] of before) {
      // What came since is not in the answer.
      const first = meanwhile.find((message, index) => index >= asked && message.thread === thread)?.seq ?? Infinity;
      this.#marks.set(thread, { ...mark, unread: 0, mentions: 0, last: Math.min(mark.last, first - 1) });
    }
    for (const { room, root, read, unread: count, mentions, last } of threads) {
      const here = before.get(root.id)?.read ?? 0;
      this.#marks.set(root.id, readUpTo({ room, follows: true, read, unread: count, mentions, last: last.seq }, here));
      // It may have been read without a connection.
      if (here > read) this.#client.connection.request("chat.read-thread", { room, thread: root.id, seq: here }).catch(() => undefined);
    }
    for (const [index, message] of meanwhile.entries()) {
      const { room, thread = "", seq } = message;
      // The answer would have it, if I followed.
      if (index < asked && !this.#marks.has(thread)) this.#marks.set(thread, { room, follows: false, read: 0, unread: 0, mentions: 0, last: seq });
      else this.#receive(message);
    }
    this.#publish();
  }

  #receive(message: ChatMessageEvent): void {
    const { room, thread, seq, by, mentions } = message;
    if (thread === undefined || message.deleted || this.#isMissing) return;
    if (this.#isAsking) this.#meanwhile.push(message);
    const mark = this.#marks.get(thread);
    if (mark && seq <= mark.last) return;
    if (by === this.#client.user) {
      this.#put(thread, { room, follows: true, read: seq, unread: 0, mentions: 0, last: seq });
      return;
    }
    const isMention = mentions?.includes(this.#client.user) === true && this.#client.blocks?.has(by) !== true;
    if (!this.#isKnown || (!mark && !isMention)) {
      if (!this.#isAsking) this.#meanwhile.push(message);
      this.#askSoon();
      return;
    }
    const known = mark ?? { room, follows: false, read: 0, unread: 0, mentions: 0 };
    if (known.follows) this.#put(thread, { ...known, unread: known.unread + +(seq > known.read), mentions: known.mentions + +(isMention && seq > known.read), last: seq });
    else this.#put(thread, isMention ? { ...known, follows: true, read: Math.max(known.read, seq - 1), unread: 1, mentions: 1, last: seq } : { ...known, last: seq });
  }

  /** The answer to me, or news of another device. */
  #told({ room, thread, follows, read = 0 }: ChatThreadEvent): void {
    // One of those beyond the first page may have been read.
    if (!this.#marks.has(thread) && this.#beyond > 0) this.#askSoon();
    const mark = this.#marks.get(thread) ?? { room, follows, read, unread: 0, mentions: 0, last: read };
    const next = readUpTo(follows ? mark : { ...mark, unread: 0, mentions: 0 }, read);
    this.#put(thread, { ...next, follows });
    // A part of it was read: how much is left, the server has counted.
    if (follows && next.unread > 0 && read > mark.read) this.#askSoon();
  }

  #leave(room: string): void {
    for (const [thread, mark] of this.#marks) if (mark.room === room) this.#marks.delete(thread);
    this.#publish();
  }

  #askSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#client.connection.isReady) this.#question.ask();
    }, pauseMs);
  }

  #put(thread: string, mark: Counted): void {
    this.#marks.set(thread, mark);
    this.#publish();
  }

  #publish(): void {
    const marks = new Map<string, ThreadMark>(this.#marks);
    const unread = this.#beyond + [...marks.values()].filter((mark) => mark.unread > 0).length;
    this.#state.set({ marks, unread, isKnown: this.#isKnown });
  }
}

/** Marks never go back. How much of a part is left is only known where it is nothing. */
function readUpTo(mark: Counted, read: Seq): Counted {
  if (read <= mark.read) return mark;
  return read >= mark.last ? { ...mark, read, unread: 0, mentions: 0 } : { ...mark, read };
}
