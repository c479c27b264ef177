import type { Core } from "../core.ts";
import { Listeners } from "../listeners.ts";
import type { AnyLogEvent, Message, OwnLogEventEnvelope, Room } from "../protocol/index.ts";
import type { Later } from "../later.ts";
import type { BasicRooms } from "./basic-rooms.ts";
import type { HistoryCode } from "./history-pages.ts";
import type { RoomsOptions } from "./known-rooms.ts";
import type { Arrival } from "./message-news.ts";
import type { OutboxStore } from "./outbox-store.ts";
import { Outbox } from "./outbox.ts";
import { WriteOrder } from "./write-order.ts";

export interface ChatOptions<Rooms extends BasicRooms> {
  readonly store: OutboxStore;
  readonly history: Later<HistoryCode>;
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

  constructor(core: Core, { store, history, rooms }: ChatOptions<Rooms>) {
    const { connection, user } = core;
    const order = `akkarealtime.order.${user}`;
    this.rooms = rooms({
      connection,
      history,
      me: () => user,
      blocks: () => core.blocks,
      onOwn: (key) => this.outbox.settle(key),
      onMessage: this.messages.tell,
      onOwnEvent: this.ownEvents.tell,
      onSkipped: this.skipped.tell,
      onEvent: this.events.tell,
      onPassedOver: this.passedOver.tell,
      onGone: this.gone.tell,
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
      open: () => {
        this.outbox.open();
        // It comes while the connection is opened, so that a room that is opened then needn't wait, nor a later one miss what a deploy took away.
        history().catch(() => undefined);
      },
      close: () => this.outbox.close(),
      forget: async () => {
        const waiting = this.outbox.forget();
        core.storage("localStorage").removeItem(order);
        await waiting;
      },
    });
  }
}
