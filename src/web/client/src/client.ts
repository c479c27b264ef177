import { Calls } from "./calls/calls.ts";
import type { Rtc } from "./calls/media/rtc.ts";
import { Members } from "./chat/members.ts";
import { browserOutbox, type OutboxStore } from "./chat/outbox-store.ts";
import { Outbox } from "./chat/outbox.ts";
import { People } from "./chat/people.ts";
import { Rooms } from "./chat/rooms.ts";
import { Typing } from "./chat/typing.ts";
import { Connection, type ConnectionOptions } from "./connection/connection.ts";
import { browserStorage, deviceId, type KeyValueStorage } from "./connection/environment.ts";
import { httpOrigin, socketUrl } from "./connection/url.ts";
import { Files, type UploadOptions } from "./files/files.ts";
import type { UploadTransport } from "./files/transport.ts";
import type { Attachment, Message, Room } from "./protocol/index.ts";
import { Activity, browserInput, type InputSource } from "./status/activity.ts";
import { Presence } from "./status/presence.ts";

export interface ClientOptions extends Partial<Omit<ConnectionOptions, "token">>, Pick<ConnectionOptions, "token"> {
  /** Who is signed in. */
  readonly user: string;
  /** Where typed messages wait until the server has them; IndexedDB where there is one. */
  readonly outbox?: OutboxStore;
  /** Where small things are kept, as people's names; localStorage. */
  readonly storage?: KeyValueStorage;
  readonly rtc?: Rtc;
  /** Where the chosen camera, microphone and speaker are remembered; localStorage. */
  readonly deviceStorage?: KeyValueStorage;
  readonly onPageHide?: (listener: () => void) => () => void;
  readonly upload?: UploadTransport;
  readonly input?: InputSource;
}

type MessageListener = (message: Message, room: Room) => void;
type GoneListener = (room: Room, by: string) => void;

/** Chat, calls and status of one signed-in user over one connection. */
export class Client {
  readonly user: string;
  readonly device: string;
  readonly connection: Connection;
  readonly rooms: Rooms;
  readonly outbox: Outbox;
  readonly members: Members;
  readonly people: People;
  readonly files: Files;
  readonly typing: Typing;
  readonly presence: Presence;
  readonly calls: Calls;
  readonly #options: ClientOptions;
  readonly #messageListeners = new Set<MessageListener>();
  readonly #goneListeners = new Set<GoneListener>();
  #activity: Activity | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    const { user, token, createSocket, surroundings, random, log } = options;
    this.user = user;
    this.device = options.device ?? deviceId(browserStorage("localStorage"));
    const me = () => this.user;
    const url = options.url ?? socketUrl();
    this.connection = new Connection({
      token,
      url,
      device: this.device,
      ...(createSocket && { createSocket }),
      ...(surroundings && { surroundings }),
      ...(random && { random }),
      ...(log && { log }),
    });
    // Registered first, so that on a new session the calls and the rooms are right before anything is sent.
    this.calls = new Calls({
      connection: this.connection,
      device: this.device,
      me,
      storage: options.storage ?? browserStorage("sessionStorage"),
      isGroup: (room) => this.rooms.list.get().some(({ id, kind }) => id === room && kind !== "direct"),
      ...(options.rtc && { rtc: options.rtc }),
      ...(options.deviceStorage && { deviceStorage: options.deviceStorage }),
      ...(options.onPageHide && { onPageHide: options.onPageHide }),
    });
    this.rooms = new Rooms({
      connection: this.connection,
      me,
      onOwn: (key) => this.outbox.settle(key),
      onMessage: (message, room) => {
        for (const listener of [...this.#messageListeners]) listener(message, room);
      },
      onGone: (room, by) => {
        for (const listener of [...this.#goneListeners]) listener(room, by);
      },
    });
    this.outbox = new Outbox({
      connection: this.connection,
      store: options.outbox ?? browserOutbox(user, log),
      onSent: (sent) => {
        if (this.rooms.sent(sent)) this.outbox.settle(sent.key);
      },
    });
    this.members = new Members(this.connection);
    this.people = new People({
      connection: this.connection,
      storage: options.storage ?? browserStorage("localStorage"),
      storageKey: `akkarealtime.people.${user}`,
    });
    this.files = new Files({
      url: httpOrigin(url),
      token,
      maxBytes: () => this.connection.snapshot.get().session?.limits.maxFileBytes,
      ...(options.upload && { upload: options.upload }),
    });
    this.typing = new Typing(this.connection, me);
    this.presence = new Presence(this.connection, me);
  }

  connect(): void {
    this.#activity ??= new Activity(
      this.connection,
      this.#options.input ?? browserInput(`akkarealtime.input.${this.user}`),
      () => this.calls.session !== null,
    );
    this.outbox.open();
    this.connection.connect();
  }

  /** Leaves calls, closes the connection and stops listening to the page. */
  close(): void {
    this.#activity?.stop();
    this.#activity = undefined;
    this.calls.stop();
    this.outbox.close();
    this.connection.close();
  }

  /** Messages of others, as they arrive: for sounds and notifications. */
  onMessage(listener: MessageListener): () => void {
    this.#messageListeners.add(listener);
    return () => this.#messageListeners.delete(listener);
  }

  /** I am no member of a room any more: left it on some device, or was removed by somebody. */
  onGone(listener: GoneListener): () => void {
    this.#goneListeners.add(listener);
    return () => this.#goneListeners.delete(listener);
  }

  /** Uploads a file to a room; what comes back goes into a message's `attachments`. */
  uploadFile(room: string, file: File, options?: UploadOptions): Promise<Attachment> {
    return this.files.upload(room, file, options);
  }

  /** Opens (or makes) the room with one other user. */
  async direct(user: string): Promise<Room> {
    return (await this.connection.request("chat.direct", { user })).room;
  }
}
