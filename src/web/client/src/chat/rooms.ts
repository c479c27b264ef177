import type { Room } from "../protocol/index.ts";
import { Store, type Readable } from "../store.ts";
import { BasicRooms } from "./basic-rooms.ts";
import type { RoomsOptions } from "./known-rooms.ts";
import { Pins } from "./pins.ts";
import { Previews } from "./previews.ts";
import type { RoomView } from "./room-log.ts";
import { ThreadLog } from "./thread-log.ts";

const none: Readable<readonly Room[]> = new Store<readonly Room[]>([]);

/** My rooms, and besides their logs what else of them may be looked at: threads, what is pinned, channels that I am no member of. */
export class Rooms extends BasicRooms {
  constructor(options: RoomsOptions) {
    super({ previews: (of) => new Previews(of), ...options });
  }

  /** Channels that I look into without being a member. */
  get previews(): Readable<readonly Room[]> {
    return this.known.previews?.list ?? none;
  }

  /** Follows a channel without becoming a member: `room(id)` is its log until `unwatch`, or until I join. */
  async watch(room: Room): Promise<void> {
    await this.known.previews?.open(room);
  }

  unwatch(id: string): void {
    this.known.previews?.close(id);
  }

  /** A thread of a room of mine; it loads and follows while it is held. */
  thread(id: string, root: string): ThreadLog | undefined {
    return this.#view(id, `thread ${root}`, (onClosed) => new ThreadLog({ connection: this.connection, room: id, root, onClosed }));
  }

  /** The pinned messages of a room of mine; they load and are kept up to date while they are held. */
  pins(id: string): Pins | undefined {
    return this.#view(id, "pins", (onClosed) => new Pins({ connection: this.connection, room: id, onClosed }));
  }

  pin(room: string, id: string, on: boolean): Promise<void> {
    return this.change("chat.pinned", "chat.pin", { room, id, on });
  }

  /** Nothing is shown of a message’s links any more. */
  unpreview(room: string, id: string): Promise<void> {
    return this.change("chat.previewed", "chat.unpreview", { room, id }, { previews: [] });
  }

  /** The view of a room of that name, made where there is none; `onClosed` ends it. */
  #view<View extends RoomView>(id: string, name: string, make: (onClosed: () => void) => View): View | undefined {
    const views = this.known.log(id)?.views;
    if (!views) return undefined;
    const found = views.get(name) ?? make(() => views.delete(name));
    views.set(name, found);
    return found as View;
  }
}
