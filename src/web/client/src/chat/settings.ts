import type { Connection } from "../connection/connection.ts";
import type { RoomSettings } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";

/** What a user sets for a room; what is left out stays. */
export interface SettingsChange {
  readonly notify?: "all" | "mentions" | "nothing";
  readonly favourite?: boolean;
  /** Hidden until there is a message after this `seq`; 0: it shows. */
  readonly hidden?: number;
  readonly unread?: boolean;
}

/** How I have set up my rooms, on all of my devices. The server keeps it; a change shows here at once, and is taken back where it is refused. */
export class Settings {
  readonly #connection: Connection;
  readonly #all = new Store<ReadonlyMap<string, RoomSettings>>(new Map());

  constructor(connection: Connection, me: () => string) {
    this.#connection = connection;
    connection.onReady(({ epochChanged }) => {
      if (epochChanged) this.#all.set(new Map());
    });
    connection.on("chat.rooms", ({ settings }) => {
      for (const [room, one] of Object.entries(settings ?? {})) this.#learn(room, one);
    });
    connection.on("chat.settings", ({ room, settings }) => this.#learn(room, settings));
    // Who comes in again begins anew.
    connection.on("chat.left", (left) => {
      if (!("user" in left) || left.user === me()) this.#forget(left.room);
    });
  }

  /** By the id of the room: those for which I have set something. */
  get all(): Readable<ReadonlyMap<string, RoomSettings>> {
    return this.#all;
  }

  of(room: string): RoomSettings | undefined {
    return this.#all.get().get(room);
  }

  /** Rejects with a RequestError where the server refuses it or can't be reached. */
  async set(room: string, change: SettingsChange): Promise<void> {
    const before = this.of(room);
    const shown = { ...(before ?? { revision: 0 }), ...change };
    this.#put(room, shown);
    try {
      await this.#connection.request("chat.settings", { room, ...change });
    } catch (error) {
      // Unless something newer is known by now.
      if (this.of(room) === shown) {
        if (before) this.#put(room, before);
        else this.#forget(room);
      }
      throw error;
    }
  }

  #learn(room: string, settings: RoomSettings): void {
    if (settings.revision > (this.of(room)?.revision ?? 0)) this.#put(room, settings);
  }

  #put(room: string, settings: RoomSettings): void {
    this.#all.update((all) => new Map(all).set(room, settings));
  }

  #forget(room: string): void {
    this.#all.update((all) => {
      const next = new Map(all);
      next.delete(room);
      return next;
    });
  }
}
