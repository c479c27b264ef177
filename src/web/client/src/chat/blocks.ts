import type { Connection } from "../connection/connection.ts";
import { Question } from "../connection/question.ts";
import type { BlockList } from "../core.ts";
import type { BlockedPerson } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";

/**
 * Whom I have blocked, on all of my devices; the server keeps it. A client that has this leaves them out by itself: their mentions of me don't
 * count, nobody is told of what they write, and they don't show as typing. Their messages stay in the timeline, for whoever draws it to fold.
 */
export class Blocks implements BlockList {
  readonly #connection: Connection;
  readonly #all = new Store<ReadonlyMap<string, BlockedPerson> | null>(null);
  readonly #question: Question;
  /** Counts what was told: a list that was asked for before is older. */
  #told = 0;
  #known: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#question = new Question(connection, () => {
      const loading = this.#load();
      this.#known = loading.catch(() => undefined);
      return loading;
    });
    connection.onReady(() => this.#question.ask());
    connection.on("people.blocked", ({ user, on }) => this.#tell(user, on));
  }

  /** By id; null until the server has said so. */
  get all(): Readable<ReadonlyMap<string, BlockedPerson> | null> {
    return this.#all;
  }

  get known(): Promise<unknown> {
    return this.#known;
  }

  has(user: string): boolean {
    return this.#all.get()?.has(user) === true;
  }

  /** Nothing of them reaches me any more. Rejects with a RequestError; `conflict`: I have blocked as many as may be. */
  async block(user: string): Promise<void> {
    await this.#connection.request("people.block", { user });
  }

  /** Takes that back. */
  async unblock(user: string): Promise<void> {
    await this.#connection.request("people.unblock", { user });
  }

  /** The answer to me, or news of another device; what they are called, and since when, the list says. */
  #tell(user: string, on: boolean): void {
    this.#told++;
    this.#all.update((before) => {
      if (before === null && !on) return before;
      const all = new Map(before);
      if (!on) all.delete(user);
      else if (!all.has(user)) all.set(user, { user, name: user, at: this.#connection.clock.iso() });
      return all;
    });
    this.#question.ask();
  }

  async #load(): Promise<void> {
    const told = this.#told;
    const all = new Map<string, BlockedPerson>();
    for (let after: string | undefined, more = true; more; ) {
      const page = await this.#connection.request("people.blocks", after === undefined ? {} : { after });
      for (const person of page.people) all.set(person.user, person);
      after = page.people.at(-1)?.user;
      ({ more } = page);
    }
    if (told === this.#told) this.#all.set(all);
  }
}
