import { begin, Core, type CoreOptions, type Made, type NoParts, type PartMakers } from "../core.ts";
import { later } from "../later.ts";
import type { Message, Room } from "../protocol/index.ts";
import { BasicRooms } from "./basic-rooms.ts";
import { Chat } from "./chat.ts";
import { openDirect } from "./direct.ts";
import type { RoomsOptions } from "./known-rooms.ts";
import { laterOutbox } from "./later-outbox.ts";
import type { Arrival } from "./message-news.ts";
import type { OutboxStore } from "./outbox-store.ts";
import type { Outbox } from "./outbox.ts";

/** What a client for chat alone is made with. */
export interface ChatClientOptions<Rooms extends BasicRooms = BasicRooms> extends CoreOptions {
  /** Where typed messages wait until the server has them; IndexedDB where there is one. */
  readonly outbox?: OutboxStore;
  /** `(options) => new Rooms(options)`: with threads, what is pinned, and channels that are looked into. */
  readonly rooms?: (options: RoomsOptions) => Rooms;
}

/** Chat of one signed-in user over one connection: rooms, their messages, and what is typed. */
export class ChatClient<Rooms extends BasicRooms = BasicRooms> extends Core {
  readonly chat: Chat<Rooms>;
  readonly rooms: Rooms;
  readonly outbox: Outbox;

  constructor(options: ChatClientOptions<Rooms>) {
    super(options);
    const rooms = options.rooms ?? ((of: RoomsOptions) => new BasicRooms(of) as Rooms);
    const store = options.outbox ?? laterOutbox(async () => (await import("./outbox-store.ts")).browserOutbox(this.user, options.log));
    this.chat = new Chat(this, { store, rooms, history: later(() => import("./history-code.ts")) });
    this.rooms = this.chat.rooms;
    this.outbox = this.chat.outbox;
  }

  /**
   * Messages of others, as they arrive: for sounds and notifications. Of what was missed without a connection each mention of me is
   * told, in every room, and of the rest the newest of each room, with how many it stands for (`arrival.caughtUp`; 0: it came live). None is told of somebody whom I have blocked, where `blocks` is a part of the client.
   */
  onMessage(listener: (message: Message, room: Room, arrival: Arrival) => void): () => void {
    return this.chat.messages.add(listener);
  }

  /** I am no member of a room any more: left it on some device, or was removed by somebody. */
  onGone(listener: (room: Room, by: string) => void): () => void {
    return this.chat.gone.add(listener);
  }

  /** Opens (or makes) the room with one other user. */
  async direct(user: string): Promise<Room> {
    return openDirect(this.connection, user);
  }
}

/** Chat alone, and whatever else is named in `parts`: `connect({ server, user, token, parts: { typing, presence } })`. */
export function connect<Rooms extends BasicRooms = BasicRooms, Makers extends PartMakers<ChatClient<Rooms>> = NoParts>(
  options: ChatClientOptions<Rooms> & { readonly parts?: Makers },
): ChatClient<Rooms> & Made<Makers> {
  return begin(new ChatClient(options), options.parts);
}
