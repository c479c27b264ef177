import type { Connection } from "../connection/connection.ts";
import { type KeyValueStorage } from "../connection/environment.ts";
import { isLogEvent, type AnyLogEvent, type Call, type Room } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";

/** Somebody, and what the server calls them. */
export interface Person {
  readonly user: string;
  readonly name: string;
}

const gatherMs = 50;
const betweenMs = 150;
/** Who has no name yet may have one later; not asked for more often than this. */
const askAgainMs = 60_000;
/** As many as one `chat.members` may name. */
const mostAsked = 200;
const mostKept = 3_000;

export interface PeopleOptions {
  readonly connection: Connection;
  readonly storage: KeyValueStorage;
  readonly storageKey: string;
}

/**
 * What people are called. The server says it where it can (members, direct rooms, calls); whoever is met without a name is
 * asked for once, in batches. Kept over reloads, so that a list shows names at once.
 */
export class People {
  readonly #options: PeopleOptions;
  readonly #names: Map<string, string>;
  readonly #changes = new Store(0);
  readonly #askedAt = new Map<string, number>();
  readonly #wanted = new Map<string, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PeopleOptions) {
    this.#options = options;
    this.#names = new Map(load(options));
    const { connection } = options;
    connection.onReady(({ session }) => {
      this.#askedAt.clear();
      this.learn(session.user.id, session.user.name);
      for (const call of session.calls) this.#meetCall(call);
    });
    connection.on("chat.rooms", ({ rooms }) => {
      for (const room of rooms) this.#meetRoom(room);
    });
    connection.on("chat.room", ({ room }) => this.#meetRoom(room));
    connection.on("chat.members", ({ members }) => {
      for (const { user, name } of members) this.learn(user, name);
    });
    connection.on("chat.history", ({ room, messages }) => this.want(room, messages.map(({ by }) => by)));
    connection.on("chat.events", ({ room, events }) => this.want(room, events.flatMap(usersOf)));
    connection.on("chat.message", (data) => this.want(data.room, [data.by]));
    connection.on("chat.joined", (data) => this.want(data.room, [data.user, data.by]));
    connection.on("chat.typing", ({ room, user }) => this.want(room, [user]));
    connection.on("chat.found", ({ hits }) => {
      for (const { room, message } of hits) this.want(room, [message.by]);
    });
    connection.on("call.incoming", ({ call }) => this.#meetCall(call));
    connection.on("call.participant-joined", ({ participant, name }) => {
      this.learn(participant.split("/")[0] ?? participant, name);
    });
  }

  /** Counts what was learned: whoever shows names draws them again when it changes. */
  get changes(): Readable<number> {
    return this.#changes;
  }

  /** What a user is called; their id where nobody ever said it, since they have not signed in yet. */
  readonly nameOf = (user: string): string => this.#names.get(user) ?? user;

  /** Everybody with a name, by name: people that I have met. */
  known(): readonly Person[] {
    return [...this.#names].map(([user, name]) => ({ user, name })).sort((a, b) => a.name.localeCompare(b.name));
  }

  learn(user: string, name: string): void {
    if (!name || name === user || this.#names.get(user) === name) return;
    // Last in, last out.
    this.#names.delete(user);
    this.#names.set(user, name);
    this.#changes.update((count) => count + 1);
    if (this.#saveTimer === undefined) this.#saveTimer = setTimeout(() => this.#save(), 1_000);
  }

  /** Somebody is to be shown, met in this room: asks for those whose names aren't known. */
  want(room: string, users: readonly string[]): void {
    const now = Date.now();
    for (const user of users) {
      if (this.#names.has(user) || now - (this.#askedAt.get(user) ?? -Infinity) < askAgainMs) continue;
      this.#askedAt.set(user, now);
      this.#wanted.set(room, (this.#wanted.get(room) ?? new Set<string>()).add(user));
    }
    this.#later(gatherMs);
  }

  #later(ms: number): void {
    if (this.#wanted.size > 0 && this.#timer === undefined) this.#timer = setTimeout(() => this.#ask(), ms);
  }

  /** One request at a time: names are never in a hurry. */
  #ask(): void {
    this.#timer = undefined;
    const [room, wanted] = this.#wanted.entries().next().value ?? [];
    if (room === undefined || wanted === undefined) return;
    if (!this.#options.connection.isReady) {
      this.#wanted.clear();
      return;
    }
    const users = [...wanted].slice(0, mostAsked);
    for (const user of users) wanted.delete(user);
    if (wanted.size === 0) this.#wanted.delete(room);
    const next = () => this.#later(betweenMs);
    this.#options.connection.request("chat.members", { room, users, limit: mostAsked }).then(next, next);
  }

  /** Who wrote last is shown in the list of rooms. */
  #meetRoom(room: Room): void {
    if (room.peer !== undefined) this.learn(room.peer, room.name);
    else if (room.last) this.want(room.id, [room.last.by]);
  }

  #meetCall(call: Call): void {
    for (const { user, name } of call.participants) this.learn(user, name);
  }

  #save(): void {
    this.#saveTimer = undefined;
    try {
      this.#options.storage.setItem(this.#options.storageKey, JSON.stringify([...this.#names].slice(-mostKept)));
    } catch {
      // A full or forbidden storage: they are asked for again next time.
    }
  }
}

function usersOf(event: AnyLogEvent): string[] {
  if (!isLogEvent(event)) return [event.data.by];
  return event.type === "chat.joined" || event.type === "chat.left" ? [event.data.user, event.data.by] : [event.data.by];
}

function load({ storage, storageKey }: PeopleOptions): [string, string][] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(storageKey) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter((pair): pair is [string, string] => Array.isArray(pair) && typeof pair[0] === "string" && typeof pair[1] === "string");
  } catch {
    return [];
  }
}
