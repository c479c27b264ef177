import type { Core } from "../core.ts";
import { Listeners } from "../listeners.ts";
import type { AnyLogEvent, Message, OwnLogEventEnvelope, Room } from "../protocol/index.ts";
import type { BasicRooms } from "./basic-rooms.ts";
import type { RoomsOptions } from "./known-rooms.ts";
import type { Arrival } from "./message-news.ts";
import type { OutboxStore } from "./outbox-store.ts";
import { Outbox } from "./outbox.ts";
import { WriteOrder } from "./write-order.ts";

export interface ChatOptions<Rooms extends BasicRooms> {
  readonly store: OutboxStore;
  readonly rooms: (options: RoomsOptions) => Rooms;
}

/** Rooms and what is typed into them, and who wants to hear what happens there. */
export class Chat<Rooms extends BasicRooms> {
  readonly rooms: Rooms;
  readonly outbox: Outbox;
  readonly messages = new Listeners<[message: Message, room: Room, arrival: Arrival]>();
  readonly gone = new Listeners<[room: Room, by: string]>();
  /** Events of logs: each once, in the order of its log. */
  readonly events = new Listeners<[event: AnyLogEvent]>();
  readonly ownEvents = new Listeners<[event: OwnLogEventEnvelope]>();
  /** A log goes on further behind, without the events between. */
  readonly passedOver = new Listeners<[room: string]>();
  /** Events were passed over, and an app's own may be among them. */
  readonly skipped = new Listeners<[room: string]>();

  constructor(core: Core, { store, rooms }: ChatOptions<Rooms>) {
    const { connection, user } = core;
    const order = `akkarealtime.order.${user}`;
    this.rooms = rooms({
      connection,
      me: () => user,
      blocks: () => core.blocks,
      onOwn: (key) => this.outbox.settle(key),
      onMessage: (message, room, arrival) => this.messages.tell(message, room, arrival),
      onOwnEvent: (event) => this.ownEvents.tell(event),
      onSkipped: (room) => this.skipped.tell(room),
      onEvent: (event) => this.events.tell(event),
      onPassedOver: (room) => this.passedOver.tell(room),
      onGone: (room, by) => this.gone.tell(room, by),
    });
    this.outbox = new Outbox({
      connection,
      store,
      order: new WriteOrder(core.storage("localStorage"), order),
      onSent: (sent) => {
        if (this.rooms.sent(sent)) this.outbox.settle(sent.key);
      },
    });
    core.add({
      open: () => this.outbox.open(),
      close: () => this.outbox.close(),
      forget: async () => {
        const waiting = this.outbox.forget();
        core.storage("localStorage").removeItem(order);
        await waiting;
      },
    });
  }
}
