import { Calls } from "./calls/calls.ts";
import type { Rtc } from "./calls/media/rtc.ts";
import type { LateCode } from "./calls/session/late-code.ts";
import { Members } from "./chat/members.ts";
import type { Arrival } from "./chat/message-news.ts";
import { browserOutbox, type OutboxStore } from "./chat/outbox-store.ts";
import { Outbox } from "./chat/outbox.ts";
import { People } from "./chat/people.ts";
import { Rooms } from "./chat/rooms.ts";
import { Settings } from "./chat/settings.ts";
import { Typing } from "./chat/typing.ts";
import { WriteOrder } from "./chat/write-order.ts";
import { Connection, type ConnectionOptions } from "./connection/connection.ts";
import { browserStorage, deviceId, type KeyValueStorage } from "./connection/environment.ts";
import { httpOrigin, socketUrl } from "./connection/url.ts";
import { Files, type UploadOptions } from "./files/files.ts";
import type { UploadTransport } from "./files/transport.ts";
import { Listeners } from "./listeners.ts";
import type { AnyMessages, AppMessages, EventData, EventType, ReplyData, RequestData, RequestType, TopicMessage, TopicName } from "./own/app.ts";
import { OwnHandlers } from "./own/handlers.ts";
import { request, type RequestOptions } from "./own/request.ts";
import { Topics, type Topic, type TopicOptions } from "./own/topics.ts";
import { isOwnLogEvent, type Attachment, type Message, type Room } from "./protocol/index.ts";
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
  /** Where the code of a call's media comes from; by `import()`, when a call begins. */
  readonly callCode?: LateCode;
  /** Where the chosen camera, microphone and speaker are remembered; localStorage. */
  readonly deviceStorage?: KeyValueStorage;
  readonly onPageHide?: (listener: () => void) => () => void;
  readonly upload?: UploadTransport;
  readonly input?: InputSource;
}

type MessageListener = (message: Message, room: Room, arrival: Arrival) => void;
type GoneListener = (room: Room, by: string) => void;

/** Chat, calls and status of one signed-in user over one connection, and an app's own messages, which `App` declares. */
export class Client<App extends AppMessages = AnyMessages> {
  readonly user: string;
  readonly device: string;
  readonly connection: Connection;
  readonly rooms: Rooms;
  readonly outbox: Outbox;
  readonly members: Members;
  readonly people: People;
  readonly settings: Settings;
  readonly files: Files;
  readonly typing: Typing;
  readonly presence: Presence;
  readonly calls: Calls;
  readonly #options: ClientOptions;
  readonly #messageListeners = new Listeners<Parameters<MessageListener>>();
  readonly #goneListeners = new Listeners<Parameters<GoneListener>>();
  readonly #own = new OwnHandlers();
  readonly #resetListeners = new Listeners<[room: string]>();
  readonly #topics: Topics;
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
      ...(options.callCode && { code: options.callCode }),
      ...(options.deviceStorage && { deviceStorage: options.deviceStorage }),
      ...(options.onPageHide && { onPageHide: options.onPageHide }),
    });
    this.rooms = new Rooms({
      connection: this.connection,
      me,
      onOwn: (key) => this.outbox.settle(key),
      onMessage: (message, room, arrival) => this.#messageListeners.tell(message, room, arrival),
      onOwnEvent: (event) => this.#own.handOn(event),
      onSkipped: (room) => this.#resetListeners.tell(room),
      onEvent: (event) => this.members.apply(event),
      onPassedOver: (room) => this.members.outdate(room),
      onGone: (room, by) => this.#goneListeners.tell(room, by),
    });
    this.outbox = new Outbox({
      connection: this.connection,
      store: options.outbox ?? browserOutbox(user, log),
      order: new WriteOrder(options.storage ?? browserStorage("localStorage"), `akkarealtime.order.${user}`),
      onSent: (sent) => {
        if (this.rooms.sent(sent)) this.outbox.settle(sent.key);
      },
    });
    this.members = new Members(this.connection);
    this.settings = new Settings(this.connection, me);
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
    this.#topics = new Topics(this.connection);
    this.connection.onOwn((envelope) => {
      if (!isOwnLogEvent(envelope)) this.#own.handOn(envelope);
    });
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
    this.people.pause();
    this.connection.close();
  }

  /**
   * The user signs out of this browser: closes, and deletes what it keeps of them: messages that wait to be sent, people's names, the call to
   * come back to. Not to be connected again.
   */
  async forget(): Promise<void> {
    const { storage } = this.#options;
    const waiting = this.outbox.forget();
    this.close();
    this.people.forget();
    (storage ?? browserStorage("localStorage")).removeItem(`akkarealtime.order.${this.user}`);
    (storage ?? browserStorage("sessionStorage")).removeItem(`akkarealtime.call.${this.user}`);
    await waiting;
  }

  /** The time by the server's clock, in milliseconds since 1970: what times on the wire are to be compared with. The device's own may be wrong. */
  serverNow(): number {
    return this.connection.clock.now();
  }

  /**
   * Messages of others, as they arrive: for sounds and notifications. Of what was missed without a connection each mention of me is
   * told, in every room, and of the rest the newest of each room, with how many it stands for (`arrival.caughtUp`; 0: it came live).
   */
  onMessage(listener: MessageListener): () => void {
    return this.#messageListeners.add(listener);
  }

  /** I am no member of a room any more: left it on some device, or was removed by somebody. */
  onGone(listener: GoneListener): () => void {
    return this.#goneListeners.add(listener);
  }

  /**
   * An app's events of one type, until the returned function is called; a function that is registered twice is called twice: those to this user, a room's members or everybody as they come, at most once; those in a
   * room's log each once, in the order of the log, after a lost connection as well (see `onRoomReset`). A reply is none.
   */
  on<Type extends EventType<App>>(type: Type, handler: (data: EventData<App, Type>) => void): () => void {
    return this.#own.on(type, handler);
  }

  /**
   * Events of a room's log were passed over: the room wasn't open while there was no connection, or more were missed than
   * a sync brings. Whoever keeps something that such events tell of loads it anew.
   */
  onRoomReset(listener: (room: string) => void): () => void {
    return this.#resetListeners.add(listener);
  }

  /**
   * An app's request; resolves with the reply's data. Rejects with a RequestError: what the server said, `timeout`, or
   * `disconnected` where there is no connection or it was lost before the answer. Then it may have been done, and is not
   * repeated by itself: that is for `retry`. An aborted `signal` rejects with its reason and takes nothing back.
   */
  request<Type extends RequestType<App>>(type: Type, data: RequestData<App, Type>, options?: RequestOptions): Promise<ReplyData<App, Type>> {
    return request(this.connection, type, data as object, options) as Promise<ReplyData<App, Type>>;
  }

  /** A topic that the host publishes to; nothing is asked before somebody subscribes. */
  topic<Name extends TopicName<App>>(name: Name, options?: TopicOptions): Topic<TopicMessage<App, Name>> {
    return this.#topics.topic(name, options);
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
