import { elapsedMs } from "../connection/clock.ts";
import type { Connection } from "../connection/connection.ts";
import { Question } from "../connection/question.ts";
import { load, type KeptNames, type NamePlace } from "./kept-names.ts";
import { isLogEvent, type AnyLogEvent, type Call, type Person, type Room } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";

const gatherMs = 50;
const betweenMs = 150;
/** Who has no name yet may have one later; not asked for more often than this. */
const askAgainMs = 60_000;
/** As many as one `chat.members` may name. */
const mostAsked = 200;
const mostKept = 3_000;
/** So many answers with nobody in them, and more behind, are taken for nobody. */
const mostEmptyPages = 5;
/** The nodes' clocks may differ, and a new name is stored a moment after it was given. */
const marginMs = 60_000;

export interface PeopleOptions extends NamePlace {
  readonly connection: Connection;
}

/**
 * What people are called. The server says it where it can (members, direct rooms, calls); whoever is met without a name is
 * asked for once, in batches. Kept over reloads, so that a list shows names at once; who was renamed meanwhile is asked for when a
 * session begins, and told from then on.
 */
export class People {
  readonly #options: PeopleOptions;
  readonly #names: Map<string, string>;
  /** The names are as they were at this time of the server's, or newer; undefined where none were kept. */
  #asOf: string | undefined;
  readonly #catchUp: Question;
  readonly #changes = new Store(0);
  readonly #askedAt = new Map<string, number>();
  readonly #wanted = new Map<string, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(options: PeopleOptions) {
    this.#options = options;
    const kept = load(options);
    this.#names = new Map(kept.names);
    this.#asOf = kept.asOf;
    const { connection } = options;
    this.#catchUp = new Question(connection, () => this.#askRenamed());
    connection.onReady(({ session, epochChanged }) => {
      this.#askedAt.clear();
      if (epochChanged) this.#forget();
      this.learn(session.user.id, session.user.name);
      for (const call of session.calls) this.#meetCall(call);
      this.#catchUp.ask();
    });
    connection.on("people.renamed", ({ user, name }) => this.#rename(user, name));
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
    connection.on("call.participant-joined", ({ participant, name }) => this.#hint(participant.split("/")[0] ?? participant, name));
  }

  /** Counts what was learned: whoever shows names draws them again when it changes. */
  get changes(): Readable<number> {
    return this.#changes;
  }

  /** What a user is called; where that isn't known, what they were `told` to be called: their id, if they have never signed in. */
  readonly nameOf = (user: string, told: string = user): string => this.#names.get(user) ?? told;

  /** Everybody with a name, by name: people that I have met. */
  known(): readonly Person[] {
    return [...this.#names].map(([user, name]) => ({ user, name })).sort((a, b) => a.name.localeCompare(b.name));
  }

  /**
   * Looks for people by a part of their name or id, among those whom the operator lets be found; `next` is the `after` of the next page. Rejects with a
   * RequestError; `forbidden`: there is no directory here.
   */
  async find(query: string, { after, limit }: { readonly after?: string; readonly limit?: number } = {}): Promise<{ readonly people: readonly Person[]; readonly next: string | null }> {
    // The server looks at so many people for one request: where none of them is meant, somebody behind them may be.
    for (let asked = 1, from = after; ; asked++) {
      const { people, next } = await this.#options.connection.request("people.find", { query, ...(from !== undefined && { after: from }), ...(limit !== undefined && { limit }) });
      for (const { user, name } of people) this.learn(user, name);
      if (people.length > 0 || next === undefined || asked === mostEmptyPages) return { people, next: next ?? null };
      from = next;
    }
  }

  learn(user: string, name: string): void {
    if (!name || name === user || this.#names.get(user) === name) return;
    // Last in, last out.
    this.#names.delete(user);
    this.#names.set(user, name);
    this.#changed();
  }

  /** Somebody is to be shown, met in this room: asks for those whose names aren't known. */
  want(room: string, users: readonly string[]): void {
    const now = elapsedMs();
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
    for (const { user, name } of call.participants) this.#hint(user, name);
  }

  /** What a call says of its people is as old as their coming in. */
  #hint(user: string, name: string): void {
    if (!this.#names.has(user)) this.learn(user, name);
  }

  #rename(user: string, name: string): void {
    if (name !== user) this.learn(user, name);
    else if (this.#names.delete(user)) this.#changed();
  }

  /** Who was renamed while nobody was here to be told. */
  async #askRenamed(): Promise<void> {
    const { connection } = this.#options;
    const session = connection.snapshot.get().session?.serverTime;
    let since = this.#asOf;
    while (since !== undefined) {
      const { people, upTo } = await connection.request("people.sync", { since });
      for (const { user, name } of people) this.#rename(user, name);
      since = upTo;
    }
    if (session !== undefined) this.#asOf = new Date(Date.parse(session) - marginMs).toISOString();
    this.#saveLater();
  }

  #forget(): void {
    this.#names.clear();
    this.#asOf = undefined;
    this.#changed();
  }

  /** What isn't kept yet is learned again: a tab that closes because another one signed out must not bring it back. */
  pause(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
  }

  /** Forgets them, here and in the browser, for good. */
  forget(): void {
    this.pause();
    this.#isOver = true;
    this.#names.clear();
    this.#options.storage.removeItem(this.#options.storageKey);
  }

  #changed(): void {
    this.#changes.update((count) => count + 1);
    this.#saveLater();
  }

  #saveLater(): void {
    if (this.#saveTimer === undefined && !this.#isOver) this.#saveTimer = setTimeout(() => this.#save(), 1_000);
  }

  #save(): void {
    this.#saveTimer = undefined;
    try {
      this.#options.storage.setItem(this.#options.storageKey, JSON.stringify({ asOf: this.#asOf, names: [...this.#names].slice(-mostKept) } satisfies KeptNames));
    } catch {
      // A full or forbidden storage: they are asked for again next time.
    }
  }
}

function usersOf(event: AnyLogEvent): string[] {
  if (!isLogEvent(event)) return [event.data.by];
  return event.type === "chat.joined" || event.type === "chat.left" ? [event.data.user, event.data.by] : [event.data.by];
}
