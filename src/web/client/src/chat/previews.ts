import type { Connection } from "../connection/connection.ts";
import { retryAfter } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import { turn } from "../connection/turn.ts";
import type { Room } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";

export interface PreviewsOptions {
  readonly connection: Connection;
  readonly isKnown: (room: string) => boolean;
  readonly onOpened: (room: Room) => void;
  readonly onClosed: (room: string) => void;
  /** The channel is followed again, and what happened meanwhile is not known. */
  readonly onFollowed: (room: string) => void;
}

/** Channels that I look into without being a member. */
export class Previews {
  readonly #options: PreviewsOptions;
  readonly #list = new Store<readonly Room[]>([]);
  /** Asked for and not answered: each with the number of the question that counts. */
  readonly #opening = new Map<string, number>();
  #questions = 0;

  constructor(options: PreviewsOptions) {
    this.#options = options;
  }

  get list(): Readable<readonly Room[]> {
    return this.#list;
  }

  /** Channels whose events come before the answer that names them. */
  get opening(): ReadonlySet<string> {
    return new Set(this.#opening.keys());
  }

  has(id: string): boolean {
    return this.#list.get().some((room) => room.id === id);
  }

  async open(room: Room): Promise<void> {
    const { connection, isKnown, onOpened } = this.#options;
    if (isKnown(room.id)) return;
    const question = ++this.#questions;
    this.#opening.set(room.id, question);
    try {
      const { head } = await connection.request("chat.watch", { room: room.id });
      // Closed, or joined, while it was on its way.
      if (this.#opening.get(room.id) !== question || isKnown(room.id)) return;
      this.#list.update((all) => [...all, room]);
      // What happened since the directory named the room is history, and what comes after this head comes by itself.
      onOpened({ ...room, head, role: "member", unread: 0, mentions: 0 });
    } finally {
      if (this.#opening.get(room.id) === question) this.#opening.delete(room.id);
    }
  }

  close(id: string): void {
    const { connection, onClosed } = this.#options;
    const isOpening = this.#opening.delete(id);
    if (!isOpening && !this.has(id)) return;
    this.drop(id);
    if (connection.isReady) connection.request("chat.unwatch", { room: id }).catch(() => undefined);
    onClosed(id);
  }

  /** It is one of mine now. */
  drop(id: string): void {
    if (this.has(id)) this.#list.update((all) => all.filter((room) => room.id !== id));
  }

  clear(): void {
    this.#opening.clear();
    this.#list.set([]);
  }

  /** After a reconnect: a channel that is gone, or not for me any more, is closed. */
  follow(): void {
    for (const { id } of this.#list.get()) this.#follow(id);
  }

  #follow(id: string): void {
    const { connection, onFollowed } = this.#options;
    const watch = () => (this.has(id) ? connection.request("chat.watch", { room: id }) : null);
    turn(connection).then(watch).then(
      (watching) => {
        if (watching) connection.inTurn(() => onFollowed(id));
      },
      (error: unknown) => {
        if (error instanceof RequestError && (error.code === "not-found" || error.code === "forbidden")) this.close(id);
        const afterMs = retryAfter(error);
        if (afterMs !== null) setTimeout(() => this.#follow(id), afterMs);
      },
    );
  }
}
