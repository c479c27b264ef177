import type { Connection } from "../connection/connection.ts";
import { RequestError } from "../connection/requests.ts";
import { turn } from "../connection/turn.ts";
import type { OwnStatus, Status, StatusSetRequest } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { deviceZone } from "./activity.ts";

const gatherMs = 50;
const retryMs = 3_000;
/** Who was just refused may have come back into a shared room while that was on its way. */
const askAgainMs = 3_000;
/** Whoever blocks us no more isn't named: they are asked for again when they write, so often at most. */
const writtenMs = 60_000;
const maximumUsers = 1_000;

/** The status of those whom somebody looks at, and choosing one's own. */
export class Presence {
  readonly #connection: Connection;
  readonly #statuses = new Map<string, Store<Status>>();
  readonly #watched = new Map<string, number>();
  readonly #mine = new Store<OwnStatus | null>(null);
  readonly #me: () => string;
  /** Counts what was told of my own: the reply to a choice comes by another way, and may be older. */
  #toldMine = 0;
  /** Whom the server doesn't show us: shown as offline, and asked for again when a room comes to be shared. */
  readonly #refused = new Set<string>();
  readonly #hasWritten = new Set<string>();
  #gathering = false;
  /** A subscription is on its way to the server; and a room came to be shared meanwhile, which its answer may not know of. */
  #asking = false;
  #isAnswerOld = false;
  /** Whom the server was asked for and has not refused. */
  #subscribed: readonly string[] = [];

  constructor(connection: Connection, me: () => string) {
    this.#connection = connection;
    this.#me = me;
    connection.onReady(() => {
      this.#subscribed = [];
      this.#refused.clear();
      this.#subscribe();
    });
    connection.on("status.snapshot", ({ users, refused }) => {
      this.#receive(users);
      this.#refuse(refused ?? []);
    });
    connection.on("status.changed", ({ users, refused }) => {
      this.#receive(users);
      if (refused === undefined) return;
      this.#refuse(refused);
      setTimeout(() => this.#askAgain(refused), askAgainMs);
    });
    connection.on("chat.room", () => this.#onShared());
    connection.on("people.blocked", ({ user, on }) => on || this.#onShared(user));
    connection.on("chat.message", ({ by }) => this.#onWritten(by));
    connection.on("chat.joined", ({ user }) => this.#onShared(user === me() ? undefined : user));
  }

  /** My own, as the server keeps it; null until it has said so. */
  get mine(): Readable<OwnStatus | null> {
    return this.#mine;
  }

  of(user: string): Readable<Status> {
    return this.#store(user);
  }

  /** Wants to hear of a user until the returned function is called. The newest 1,000 wishes count. */
  watch(user: string): () => void {
    this.#watched.set(user, (this.#watched.get(user) ?? 0) + 1);
    this.#later();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (this.#watched.get(user) ?? 1) - 1;
      if (left > 0) this.#watched.set(user, left);
      else this.#watched.delete(user);
      this.#later();
    };
  }

  async choose(choice: StatusSetRequest): Promise<void> {
    const told = this.#toldMine;
    const status = await this.#connection.request("status.set", choice);
    if (status.quietHours || (told !== this.#toldMine && !isSameChoice(this.#mine.get(), status))) {
      // Chosen on another device as well, or not what shows in quiet hours: what is asked now knows of both.
      await this.#connection.request("status.get", { users: [this.#me()] });
      return;
    }
    const { text, emoji, clearAt } = choice;
    this.#mine.set({
      ...(status.inCall !== undefined && { inCall: status.inCall }),
      user: this.#me(),
      status: choice.status,
      ...(text && { text }),
      ...(emoji && { emoji }),
      ...(clearAt && { clearAt }),
      ...(status.zone !== undefined && { zone: status.zone }),
    });
  }

  /** Shares the time zone of this device, or (false) none from any device, with those who see my status. */
  async shareZone(isShared: boolean): Promise<void> {
    // What it has changed is told as any change of one's own status.
    await this.#connection.request("status.zone", { zone: isShared ? deviceZone() : "" });
  }

  #later(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    setTimeout(() => {
      this.#gathering = false;
      this.#subscribe();
    }, gatherMs);
  }

  #subscribe(): void {
    if (!this.#connection.isReady) return;
    const wanted = [...this.#watched.keys()].filter((user) => !this.#refused.has(user));
    const users = [...new Set([this.#me(), ...wanted.slice(-maximumUsers + 1)])].sort();
    if (users.join(" ") === this.#subscribed.join(" ")) return;
    this.#subscribed = users;
    this.#asking = true;
    this.#isAnswerOld = false;
    this.#connection.request("status.subscribe", { users }).then(
      () => {
        this.#asking = false;
        if (this.#isAnswerOld) this.#askAgain([...this.#refused]);
      },
      (error: unknown) => void this.#onRefused(users, error),
    );
  }

  /** A server that doesn't name whom it refuses refuses the whole list for one stranger: they are found and left out. */
  async #onRefused(users: readonly string[], error: unknown): Promise<void> {
    try {
      if (!isForbidden(error)) throw error;
      await this.#findStrangers(users.filter((user) => user !== this.#me()));
      this.#subscribed = [];
      this.#subscribe();
    } catch {
      setTimeout(() => {
        this.#subscribed = [];
        this.#subscribe();
      }, retryMs);
    }
  }

  /** By halves: few questions where few are strangers, of up to a thousand users. */
  async #findStrangers(users: readonly string[]): Promise<void> {
    const [only, second] = users;
    if (only === undefined) return;
    await turn(this.#connection);
    try {
      await this.#connection.request("status.get", { users });
    } catch (error) {
      if (!isForbidden(error)) throw error;
      if (second === undefined) {
        this.#refuse([only]);
        return;
      }
      const middle = Math.ceil(users.length / 2);
      await this.#findStrangers(users.slice(0, middle));
      await this.#findStrangers(users.slice(middle));
    }
  }

  #refuse(users: readonly string[]): void {
    const refused = new Set(users);
    this.#subscribed = this.#subscribed.filter((user) => !refused.has(user));
    for (const user of users) {
      this.#refused.add(user);
      this.#store(user).set({ user, status: "offline" });
    }
  }

  /** A room is shared with somebody, or with others than before: with whoever is in it. */
  #onShared(user?: string): void {
    if (this.#asking) this.#isAnswerOld = true;
    this.#askAgain(user === undefined ? [...this.#refused] : [user]);
  }

  #onWritten(user: string): void {
    if (!this.#refused.has(user) || this.#hasWritten.has(user)) return;
    this.#hasWritten.add(user);
    setTimeout(() => this.#hasWritten.delete(user), writtenMs);
    this.#askAgain([user]);
  }

  #askAgain(users: readonly string[]): void {
    let isWanted = false;
    for (const user of users) {
      if (this.#refused.delete(user) && this.#watched.has(user)) isWanted = true;
    }
    if (isWanted) this.#later();
  }

  #receive(users: readonly Status[]): void {
    for (const status of users) {
      this.#store(status.user).set(status);
      if (status.user !== this.#me()) continue;
      this.#toldMine++;
      // To others invisible looks like offline, and so it may to this subscription; we know that we are here.
      this.#mine.set(status.status === "offline" ? { ...status, status: "invisible" } : status);
    }
  }

  #store(user: string): Store<Status> {
    const store = this.#statuses.get(user) ?? new Store<Status>({ user, status: "offline" });
    this.#statuses.set(user, store);
    return store;
  }
}

function isSameChoice(one: OwnStatus | null, other: OwnStatus): boolean {
  return one?.status === other.status && one.text === other.text && one.emoji === other.emoji;
}

function isForbidden(error: unknown): boolean {
  return error instanceof RequestError && error.code === "forbidden";
}
