import type { Calls } from "./calls/calls.ts";
import { calls, type CallsPartOptions } from "./calls/part.ts";
import type { Blocks } from "./chat/blocks.ts";
import { Chat } from "./chat/chat.ts";
import { openDirect } from "./chat/direct.ts";
import * as historyCode from "./chat/history-code.ts";
import type { Members } from "./chat/members.ts";
import type { Arrival } from "./chat/message-news.ts";
import { browserOutbox, type OutboxStore } from "./chat/outbox-store.ts";
import type { Outbox } from "./chat/outbox.ts";
import { blocks, members, people, settings, typing } from "./chat/parts.ts";
import type { People } from "./chat/people.ts";
import { Rooms } from "./chat/rooms.ts";
import type { Settings } from "./chat/settings.ts";
import type { Typing } from "./chat/typing.ts";
import { Core, type CoreOptions } from "./core.ts";
import type { Files, UploadOptions } from "./files/files.ts";
import { files } from "./files/index.ts";
import type { UploadTransport } from "./files/transport.ts";
import type { AnyMessages, AppMessages, EventData, EventType, ReplyData, RequestData, RequestType, TopicMessage, TopicName } from "./own/app.ts";
import { OwnHandlers } from "./own/handlers.ts";
import { request, type RequestOptions } from "./own/request.ts";
import { Topics, type Topic, type TopicOptions } from "./own/topics.ts";
import { isOwnLogEvent, type Attachment, type Message, type Room } from "./protocol/index.ts";
import type { InputSource } from "./status/activity.ts";
import { presence } from "./status/index.ts";
import type { Presence } from "./status/presence.ts";

/** What a client with all parts is made with. */
export interface ClientOptions extends CoreOptions, CallsPartOptions {
  /** Where typed messages wait until the server has them; IndexedDB where there is one. */
  readonly outbox?: OutboxStore;
  readonly upload?: UploadTransport;
  readonly input?: InputSource;
}

/** Chat, calls and status of one signed-in user over one connection, and an app's own messages, which `App` declares. */
export class Client<App extends AppMessages = AnyMessages> extends Core {
  readonly chat: Chat<Rooms>;
  readonly rooms: Rooms;
  readonly outbox: Outbox;
  readonly members: Members;
  readonly people: People;
  readonly settings: Settings;
  override readonly blocks: Blocks;
  readonly files: Files;
  readonly typing: Typing;
  readonly presence: Presence;
  readonly calls: Calls;
  readonly #own = new OwnHandlers();
  readonly #topics: Topics;

  constructor(options: ClientOptions) {
    super(options);
    // Registered first, so that on a new session the calls and the rooms are right before anything is sent.
    this.calls = calls(this, options);
    this.blocks = blocks(this);
    this.chat = new Chat(this, {
      store: options.outbox ?? browserOutbox(this.user, options.log),
      history: () => Promise.resolve(historyCode),
      rooms: (of) => new Rooms(of),
    });
    this.rooms = this.chat.rooms;
    this.outbox = this.chat.outbox;
    this.chat.ownEvents.add((event) => this.#own.handOn(event));
    this.members = members(this);
    this.settings = settings(this);
    this.people = people(this);
    this.files = files(this, options.upload);
    this.typing = typing(this);
    this.presence = presence(this, options.input);
    this.#topics = new Topics(this.connection);
    this.connection.onOwn((envelope) => {
      if (!isOwnLogEvent(envelope)) this.#own.handOn(envelope);
    });
  }

  /**
   * Messages of others, as they arrive: for sounds and notifications. Of what was missed without a connection each mention of me is
   * told, in every room, and of the rest the newest of each room, with how many it stands for (`arrival.caughtUp`; 0: it came live). None is told of somebody whom I have blocked.
   */
  onMessage(listener: (message: Message, room: Room, arrival: Arrival) => void): () => void {
    return this.chat.messages.add(listener);
  }

  /** I am no member of a room any more: left it on some device, or was removed by somebody. */
  onGone(listener: (room: Room, by: string) => void): () => void {
    return this.chat.gone.add(listener);
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
    return this.chat.skipped.add(listener);
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

  /** Opens (or makes) the room with one other user; where the server has strangers asked first, that is a `conflict`. */
  async direct(user: string): Promise<Room> {
    return openDirect(this.connection, user);
  }
}

/** A client with everything, connected: `const client = connect({ server: "https://chat.example.com", user: "alice", token })`. */
export function connect<App extends AppMessages = AnyMessages>(options: ClientOptions): Client<App> {
  const client = new Client<App>(options);
  client.connect();
  return client;
}
