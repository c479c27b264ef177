import type { Connection } from "../connection/connection.ts";
import { retryAfter } from "../connection/question.ts";
import { folded } from "../folded.ts";
import type { AnyLogEvent, ChatMembersReply, Member } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { addMembers, applyToMembers, unloaded, type MembersState } from "./members-state.ts";

const pageSize = 200;

/** Who is in the rooms that somebody looks at, page by page, kept right by the rooms' events. */
export class Members {
  readonly #connection: Connection;
  readonly #rooms = new Map<string, Store<MembersState>>();
  /** By room, while a page is on its way: what happened meanwhile, which it may not know of. */
  readonly #meanwhile = new Map<string, AnyLogEvent[]>();

  constructor(connection: Connection) {
    this.#connection = connection;
    // What was missed without a connection isn't known: whoever still looks loads anew.
    connection.onReady(() => {
      for (const room of this.#rooms.keys()) this.outdate(room);
    });
    connection.on("people.renamed", ({ user, name }) => this.#rename(user, name));
  }

  of(room: string): Readable<MembersState> {
    return this.#store(room);
  }

  /** Loads the first page, unless it is there. */
  load(room: string): void {
    const store = this.#store(room);
    const { state } = store.get();
    if (state === "loading" || state === "loaded" || !this.#connection.isReady) return;
    store.update((before) => ({ ...before, state: "loading" }));
    void this.#fetch(room, undefined);
  }

  async loadMore(room: string): Promise<void> {
    const store = this.#store(room);
    const { state, more, members } = store.get();
    if (state !== "loaded" || !more) return;
    store.update((before) => ({ ...before, state: "loading" }));
    await this.#fetch(room, members.at(-1)?.user);
  }

  /** Members whose name or id contains the query: asked of the server where not all of them are loaded. */
  async find(room: string, query: string, limit: number): Promise<readonly Member[]> {
    const { state, more, members } = this.#store(room).get();
    if (state === "loaded" && !more) return members.filter((member) => matches(member, query)).slice(0, limit);
    return (await this.#connection.request("chat.members", { room, limit, ...(query && { query }) })).members;
  }

  /** An event of a room's log: each once, in the order of the log. */
  apply(event: AnyLogEvent): void {
    const { room } = event.data;
    this.#meanwhile.get(room)?.push(event);
    this.#rooms.get(room)?.update((state) => applyToMembers(state, event));
  }

  #rename(user: string, name: string): void {
    for (const store of this.#rooms.values()) {
      if (!store.get().members.some((member) => member.user === user)) continue;
      store.update((state) => ({ ...state, members: state.members.map((member) => (member.user === user ? { ...member, name } : member)) }));
    }
  }

  /** Events of a room's log were passed over: who looks at its members loads them anew. */
  outdate(room: string): void {
    this.#meanwhile.delete(room);
    this.#rooms.get(room)?.update((state) => ({ ...state, state: "unloaded" }));
  }

  async #fetch(room: string, after: string | undefined): Promise<void> {
    const store = this.#store(room);
    const meanwhile: AnyLogEvent[] = [];
    this.#meanwhile.set(room, meanwhile);
    const isWanted = () => this.#meanwhile.get(room) === meanwhile;
    let page: ChatMembersReply;
    try {
      page = await this.#connection.request("chat.members", { room, limit: pageSize, ...(after !== undefined && { after }) });
    } catch (error) {
      if (!isWanted()) return;
      this.#meanwhile.delete(room);
      store.update((before) => ({ ...before, state: "failed" }));
      const afterMs = retryAfter(error);
      // Whoever still looks loads it then.
      if (afterMs !== null) setTimeout(() => store.update((before) => (before.state === "failed" ? { ...before, state: "unloaded" } : before)), afterMs);
      return;
    }
    if (!isWanted()) return;
    this.#meanwhile.delete(room);
    store.update((before) => meanwhile.reduce(applyToMembers, addMembers(before, page, after !== undefined)));
  }

  #store(room: string): Store<MembersState> {
    const store = this.#rooms.get(room) ?? new Store(unloaded);
    this.#rooms.set(room, store);
    return store;
  }
}

/** As the server compares. */
export function matches({ user, name }: { readonly user: string; readonly name: string }, query: string): boolean {
  const wanted = folded(query.trim());
  return folded(name).includes(wanted) || folded(user).includes(wanted);
}
