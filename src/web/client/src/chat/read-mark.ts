import type { Connection } from "../connection/connection.ts";
import { Question } from "../connection/question.ts";
import type { Seq } from "../protocol/index.ts";

const delayMs = 300;

/** How far I have read a room, told to the server once typing and scrolling have settled. */
export class ReadMark {
  readonly #connection: Connection;
  readonly #room: string;
  readonly #question: Question;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How far I have read here, and how far the server is known to know. */
  #read: Seq = 0;
  #told: Seq = 0;

  constructor(connection: Connection, room: string) {
    this.#connection = connection;
    this.#room = room;
    this.#question = new Question(connection, () => this.#tell(), { isBulk: true });
  }

  get read(): Seq {
    return this.#read;
  }

  move(read: Seq): void {
    this.#read = Math.max(this.#read, read);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#question.ask(), delayMs);
  }

  /** What the server knows, on this connection: the rest was read without one, or not answered. */
  known(read: Seq): void {
    this.#told = read;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#question.end();
  }

  async #tell(): Promise<void> {
    const read = this.#read;
    if (read <= this.#told) return;
    await this.#connection.request("chat.read", { room: this.#room, seq: read });
    this.#told = Math.max(this.#told, read);
  }
}
