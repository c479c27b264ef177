import type { Connection } from "../connection/connection.ts";
import { folded } from "../folded.ts";
import { isLogEvent, type LogEvent, type Member } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";

export interface MembersState {
  readonly state: "unloaded" | "loading" | "loaded" | "failed";
  /** In the order of ids, as far as they were loaded. */
  readonly members: readonly Member[];
  /** How many the room has. */
  readonly total: number;
  readonly more: boolean;
  /** Events of the room's log up to here are in it. */
  readonly head: number;
}

const pageSize = 200;
const unloaded: MembersState = { state: "unloaded", members: [], total: 0, more: false, head: 0 };

/** Who is in the rooms that somebody looks at, page by page, kept right by the room's events. */
export class Members {
  readonly #connection: Connection;
  readonly #rooms = new Map<string, Store<MembersState>>();

  constructor(connection: Connection) {
    this.#connection = connection;
    // What was missed without a connection isn't known: whoever still looks loads anew.
    connection.onReady(() => {
      for (const store of this.#rooms.values()) store.update((state) => ({ ...state, state: "unloaded" }));
    });
    for (const type of ["chat.joined", "chat.left", "chat.updated"] as const) {
      connection.on(type, (data) => {
        const envelope = { type, data };
        if (isLogEvent(envelope)) this.#apply(envelope);
      });
    }
    connection.on("chat.events", ({ events }) => {
      for (const event of events) if (isLogEvent(event)) this.#apply(event);
    });
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
    void this.#fetch(room, store, undefined);
  }

  async loadMore(room: string): Promise<void> {
    const store = this.#store(room);
    const { state, more, members } = store.get();
    if (state !== "loaded" || !more) return;
    store.update((before) => ({ ...before, state: "loading" }));
    await this.#fetch(room, store, members.at(-1)?.user);
  }

  /** Members whose name or id contains the query: asked of the server where not all of them are loaded. */
  async find(room: string, query: string, limit: number): Promise<readonly Member[]> {
    const { state, more, members } = this.#store(room).get();
    if (state === "loaded" && !more) return members.filter((member) => matches(member, query)).slice(0, limit);
    return (await this.#connection.request("chat.members", { room, limit, ...(query && { query }) })).members;
  }

  async #fetch(room: string, store: Store<MembersState>, after: string | undefined): Promise<void> {
    try {
      const page = await this.#connection.request("chat.members", { room, limit: pageSize, ...(after !== undefined && { after }) });
      store.update((before) => ({
        state: "loaded",
        members: after === undefined ? page.members : merge(before.members, page.members),
        total: page.total,
        more: page.more,
        head: after === undefined ? page.head : Math.min(before.head, page.head),
      }));
    } catch {
      store.update((before) => ({ ...before, state: "failed" }));
    }
  }

  #apply(event: LogEvent): void {
    this.#rooms.get(event.data.room)?.update((state) => apply(state, event));
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

function apply(state: MembersState, event: LogEvent): MembersState {
  if (state.members.length === 0 || event.data.seq <= state.head) return state;
  const { seq: head } = event.data;
  switch (event.type) {
    case "chat.joined": {
      const { user, role } = event.data;
      if (state.members.some((member) => member.user === user)) return { ...state, head };
      const last = state.members.at(-1)?.user ?? "";
      // Beyond what is loaded: its page brings it.
      const isShown = !state.more || compare(user, last) < 0;
      const members = isShown ? merge(state.members, [{ user, name: user, role }]) : state.members;
      return { ...state, members, total: state.total + 1, head };
    }
    case "chat.left": {
      const { user } = event.data;
      const members = state.members.filter((member) => member.user !== user);
      return { ...state, members, total: Math.max(members.length, state.total - 1), head };
    }
    case "chat.updated": {
      const { roles } = event.data;
      if (!roles) return { ...state, head };
      return { ...state, members: state.members.map((member) => ({ ...member, role: roles[member.user] ?? member.role })), head };
    }
    default:
      return state;
  }
}

/** By code units, as both stores order ids. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function merge(before: readonly Member[], more: readonly Member[]): readonly Member[] {
  const all = new Map([...before, ...more].map((member) => [member.user, member]));
  return [...all.values()].sort((a, b) => compare(a.user, b.user));
}
