import { elapsedMs } from "../connection/clock.ts";
import type { Connection } from "../connection/connection.ts";
import { Store, type Readable } from "../store.ts";

/** Protocol §3: what isn't repeated is over after this. */
const expiryMs = 6_000;
const repeatMs = 3_000;
const silenceMs = 4_000;

const nobody: readonly string[] = [];

/** Between messages that follow each other fast: each of them says enough. */
const afterSendMs = 1_000;

/** Who types where, and telling that I do. */
export class Typing {
  readonly #connection: Connection;
  readonly #rooms = new Map<string, Store<readonly string[]>>();
  readonly #expiries = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #sentAt = new Map<string, number>();
  readonly #mine = new Map<string, { sentAt: number; timer: ReturnType<typeof setTimeout> }>();

  /** `isBlocked`: of whom nothing is to be shown. */
  constructor(connection: Connection, me: () => string, isBlocked: (user: string) => boolean = () => false) {
    this.#connection = connection;
    connection.on("chat.typing", ({ room, user, on }) => {
      if (user !== me() && !isBlocked(user)) this.#set(room, user, on);
    });
    connection.on("chat.message", ({ room, by }) => this.#set(room, by, false));
    connection.onLost(() => {
      for (const room of this.#mine.keys()) this.#forgetMine(room);
    });
  }

  in(room: string): Readable<readonly string[]> {
    return this.#store(room);
  }

  /** Call it with each change of the text: it sends at most every 3 s, and ends by itself after 4 s of silence. */
  changed(room: string, hasText: boolean): void {
    if (!hasText) {
      this.stop(room);
      return;
    }
    const mine = this.#mine.get(room);
    if (mine === undefined && elapsedMs() - (this.#sentAt.get(room) ?? -Infinity) < afterSendMs) return;
    const isDue = mine === undefined || elapsedMs() - mine.sentAt >= repeatMs;
    if (isDue && !this.#connection.notify("chat.typing", { room, on: true })) return;
    clearTimeout(mine?.timer);
    this.#mine.set(room, {
      sentAt: isDue ? elapsedMs() : mine.sentAt,
      timer: setTimeout(() => this.stop(room), silenceMs),
    });
  }

  /** The message itself tells the others that the typing is over. */
  sent(room: string): void {
    this.#forgetMine(room);
    this.#sentAt.set(room, elapsedMs());
  }

  stop(room: string): void {
    if (this.#forgetMine(room)) this.#connection.notify("chat.typing", { room, on: false });
  }

  #forgetMine(room: string): boolean {
    clearTimeout(this.#mine.get(room)?.timer);
    return this.#mine.delete(room);
  }

  #set(room: string, user: string, on: boolean): void {
    const key = `${room} ${user}`;
    clearTimeout(this.#expiries.get(key));
    this.#expiries.delete(key);
    const store = this.#store(room);
    const others = store.get().filter((other) => other !== user);
    if (on) {
      this.#expiries.set(key, setTimeout(() => this.#set(room, user, false), expiryMs));
      if (others.length === store.get().length) store.set([...others, user]);
    } else if (others.length !== store.get().length) {
      store.set(others);
    }
  }

  #store(room: string): Store<readonly string[]> {
    const store = this.#rooms.get(room) ?? new Store(nobody);
    this.#rooms.set(room, store);
    return store;
  }
}
