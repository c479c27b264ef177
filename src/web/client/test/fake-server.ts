import { folded } from "../src/folded.ts";
import { changed } from "../src/chat/message.ts";
import type { SocketLike } from "../src/connection/environment.ts";
import {
  isLogEvent,
  type AnyLogEvent,
  type Attachment,
  type Call,
  type CallHistoryEntry,
  type ForwardedFrom,
  type MessageData,
  type LogEvents,
  type MediaKind,
  type Message,
  type Participant,
  type Role,
  type Room,
  type RoomKind,
  type RoomSettings,
  type TopicPublication,
} from "../src/protocol/index.ts";

type Data = Record<string, unknown>;
interface Frame {
  readonly type: string;
  readonly data: Data;
}

const messagesPerSecond = 20;
const burst = 40;

/** The server's end of one socket. */
export class ServerSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly url: string;
  readonly protocols: readonly string[];
  readonly received: Frame[] = [];
  closedByClient: number | null = null;
  isOpen = false;
  /** A frozen peer: takes everything, says nothing. */
  silent = false;
  readonly #onFrame: (frame: Frame) => void;

  constructor(url: string, protocols: string[], onFrame: (socket: ServerSocket, frame: Frame) => void) {
    this.url = url;
    this.protocols = protocols;
    this.#onFrame = (frame) => onFrame(this, frame);
  }

  get token(): string {
    return this.protocols[1]?.replace("bearer.", "") ?? "";
  }

  get user(): string {
    return this.token.split(".")[0] ?? "";
  }

  get device(): string {
    return new URL(this.url).searchParams.get("device") ?? "";
  }

  send(text: string): void {
    const frame = JSON.parse(text) as Frame;
    this.received.push(frame);
    if (!this.silent && this.isOpen) queueMicrotask(() => this.receive(frame));
  }

  /** The frame has arrived; a test may let it arrive later. */
  receive(frame: Frame): void {
    this.#onFrame(frame);
  }

  close(code?: number): void {
    this.closedByClient ??= code ?? 1005;
    this.isOpen = false;
  }

  open(): void {
    this.isOpen = true;
    this.onopen?.();
  }

  say(type: string, data: object = {}): void {
    if (!this.isOpen || this.silent) return;
    const frame = JSON.stringify({ type, data });
    queueMicrotask(() => this.onmessage?.({ data: frame }));
  }

  end(code: number): void {
    this.isOpen = false;
    this.onclose?.({ code, reason: "" });
  }

  of(type: string): Data[] {
    return this.received.filter((frame) => frame.type === type).map((frame) => frame.data);
  }
}

interface FakeRoom {
  readonly id: string;
  readonly kind: RoomKind;
  name: string;
  readonly members: Set<string>;
  readonly watchers: Set<ServerSocket>;
  readonly log: AnyLogEvent[];
  readonly read: Map<string, number>;
  readonly keys: Map<string, { seq: number; id: string; at: string }>;
}

type Handler = (socket: ServerSocket, data: Data) => void;

interface FakeTopic {
  epoch: string;
  /** How many messages it keeps; 0: they have no numbers. */
  readonly keeps: number;
  readonly messages: TopicPublication[];
  readonly followers: Set<ServerSocket>;
}

/** The one server of all client tests: rooms with logs, sessions, presence and signalling, in memory. */
export class FakeServer {
  readonly sockets: ServerSocket[] = [];
  readonly rooms = new Map<string, FakeRoom>();
  readonly calls = new Map<string, Call>();
  history: CallHistoryEntry[] = [];
  /** As of when missed calls are counted. */
  missedRevision = 0;
  /** What people are called; whoever isn't here never signed in. */
  readonly names = new Map<string, string>();
  readonly #renamedAt = new Map<string, number>();
  /** By room and user, `"r bob"`. */
  readonly roles = new Map<string, Role>();
  /** The host's own requests: what each is answered with. */
  /** What clients are to come back with. */
  ticket?: string;
  /** Who may address a room as a whole; undefined: nobody. */
  audience?: { readonly role: string; readonly members: number };
  readonly answers = new Map<string, (socket: ServerSocket, data: Data) => Frame>();
  /** What may be followed; anything else is forbidden. */
  readonly topics = new Map<string, FakeTopic>();
  epoch = "epoch-1";
  heartbeatMs = 25_000;
  /** What happens to a new socket: `accept` signs it in, a number closes it, `refuse` fails the handshake, `hang` does nothing. */
  onDial: "accept" | "refuse" | "hang" | number = "accept";
  /** Answers a request in place of the server; true means that it has been dealt with. */
  intercept: ((socket: ServerSocket, frame: Frame) => boolean) | null = null;
  now: () => number = () => Date.now();
  /** Refuses what is over the announced rate, and closes with 4002 after fifty refusals, as the server does. */
  limitsRates = false;
  /** What devices subscribe to pushes with; undefined: it pushes nothing. */
  push: { publicKey: string } | undefined;
  /** Whom everybody has blocked: as if it were one user. */
  readonly blocked = new Set<string>();
  /** Users whom nobody may see. */
  readonly strangers = new Set<string>();
  /** Users who are online without a socket here. */
  readonly online = new Set<string>();
  readonly #rates = new Map<ServerSocket, { tokens: number; at: number; warnings: number }>();
  #ids = 0;

  readonly dial = (url: string, protocols: string[]): ServerSocket => {
    const socket = new ServerSocket(url, protocols, (from, frame) => this.receive(from, frame));
    this.sockets.push(socket);
    queueMicrotask(() => this.#accept(socket));
    return socket;
  };

  get last(): ServerSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("nobody has connected");
    return socket;
  }

  of(user: string): ServerSocket[] {
    return this.sockets.filter((socket) => socket.isOpen && socket.user === user);
  }

  get #unseen(): number {
    return this.history.filter(({ unseen }) => unseen).length;
  }

  /** What everybody has set for their rooms: as if it were one user. */
  readonly settings = new Map<string, RoomSettings>();

  addRoom(id: string, kind: RoomKind, ...members: string[]): FakeRoom {
    const room: FakeRoom = { id, kind, name: id, members: new Set(members), watchers: new Set(), log: [], read: new Map(), keys: new Map() };
    this.rooms.set(id, room);
    return room;
  }

  /** Gives somebody another name and tells those who share a room with them, unless that is to be lost on the way. */
  rename(user: string, name: string, deliver = true): void {
    this.names.set(user, name);
    this.#renamedAt.set(user, this.now());
    const told = this.sockets.filter((socket) => socket.isOpen && this.#shareRoom(socket.user, user));
    if (deliver) for (const socket of told) socket.say("people.renamed", { user, name });
  }

  /** On one of the user's devices, or by the request of another one. */
  block(user: string, on: boolean, by?: ServerSocket, ref?: unknown): void {
    if (on) this.blocked.add(user);
    else this.blocked.delete(user);
    for (const socket of this.sockets) socket.say("people.blocked", { user, on, ...(socket === by && { ref }) });
  }

  #shareRoom(one: string, other: string): boolean {
    return [...this.rooms.values()].some(({ members }) => members.has(one) && members.has(other));
  }

  /** Appends to a room's log and delivers it, unless it is to be lost on the way. */
  append<K extends keyof LogEvents>(
    roomId: string,
    by: string,
    type: K,
    data: Omit<LogEvents[K], "room" | "seq" | "at" | "by">,
    deliver = true,
  ): number {
    return this.appendOwn(roomId, by, type, data, deliver);
  }

  /** As `append`, of any type: what a domain of the host puts into a room's log. */
  appendOwn(roomId: string, by: string, type: string, data: object, deliver = true): number {
    const room = this.#room(roomId);
    const seq = room.log.length + 1;
    const event: AnyLogEvent = { type, data: { room: roomId, seq, at: new Date(this.now()).toISOString(), by, ...data } };
    room.log.push(event);
    if (deliver) {
      for (const user of room.members) for (const socket of this.of(user)) socket.say(type, event.data);
      for (const socket of room.watchers) socket.say(type, event.data);
    }
    return seq;
  }

  addTopic(name: string, keeps: number): FakeTopic {
    const topic: FakeTopic = { epoch: "t1", keeps, messages: [], followers: new Set() };
    this.topics.set(name, topic);
    return topic;
  }

  /** Publishes to a topic, unless it is to be lost on the way. */
  publish(name: string, type: string, data: object, deliver = true): void {
    const { epoch, keeps, messages, followers } = this.topics.get(name) ?? raise(`no topic ${name}`);
    const message = { type, data: data as Data, seq: messages.length + 1 };
    if (keeps > 0) messages.push(message);
    if (!deliver) return;
    for (const socket of followers) socket.say("topic.message", { topic: name, type, data, ...(keeps > 0 && { seq: message.seq, epoch }) });
  }

  post(roomId: string, by: string, text: string, deliver = true, extra: { thread?: string; replyTo?: string; mentions?: readonly string[]; forwarded?: ForwardedFrom; data?: MessageData } = {}): number {
    const id = `m${++this.#ids}`;
    return this.append(roomId, by, "chat.message", { id, key: `k-${id}`, text, ...extra }, deliver);
  }

  roomFor(user: string, room: FakeRoom): Room {
    const messages = this.messages(room);
    const read = room.read.get(user) ?? 0;
    const unread = messages.filter((message) => message.seq > read && message.by !== user && message.deleted !== true);
    const peer = room.kind === "direct" ? [...room.members].find((member) => member !== user) : undefined;
    const last = messages.at(-1);
    return {
      id: room.id,
      kind: room.kind,
      name: peer === undefined ? room.name : (this.names.get(peer) ?? peer),
      topic: "",
      members: room.members.size,
      role: this.roles.get(`${room.id} ${user}`) ?? "member",
      head: room.log.length,
      read,
      unread: unread.length,
      mentions: unread.filter(({ by, mentions }) => mentions.includes(user) && !this.blocked.has(by)).length,
      ...(last && { last }),
      ...(peer && { peer }),
    };
  }

  messages(room: FakeRoom): Message[] {
    const messages = new Map<string, Message>();
    for (const event of room.log) {
      const { seq, at, by } = event.data;
      if (!isLogEvent(event)) continue;
      if (event.type === "chat.message") {
        const { id, key, text, replyTo, thread, mentions = [], audience, forwarded, attachments = [] } = event.data;
        messages.set(id, { id, seq, at, by, key, text, mentions, attachments, reactions: {}, ...(replyTo && { replyTo }), ...(thread && { thread }), ...(audience && { audience }), ...(forwarded && { forwarded }) });
        const root = messages.get(thread ?? "");
        if (root) messages.set(root.id, { ...root, replies: (root.replies ?? 0) + 1 });
      } else if (event.type === "chat.edited" || event.type === "chat.deleted" || event.type === "chat.pinned" || event.type === "chat.previewed" || event.type === "chat.reacted") {
        const message = messages.get(event.data.id);
        if (message) messages.set(message.id, changed(message, event));
        const root = event.type === "chat.deleted" ? messages.get(message?.thread ?? "") : undefined;
        if (root) messages.set(root.id, { ...root, replies: (root.replies ?? 1) - 1 });
      }
    }
    return [...messages.values()];
  }

  ready(socket: ServerSocket, ref?: unknown): void {
    const { user } = socket;
    const mine = (call: Call) => call.ringing.includes(user) || call.participants.some((one) => one.user === user);
    socket.say("session.ready", {
      sessionId: `s${this.sockets.length}`,
      user: { id: user, name: user },
      device: socket.device,
      epoch: this.epoch,
      calls: [...this.calls.values()].filter(mine),
      serverTime: new Date(this.now()).toISOString(),
      heartbeatMs: this.heartbeatMs,
      ...(this.push && { push: this.push }),
      limits: { maxMessageBytes: 65_536, messagesPerSecond, burst, ...(this.audience && { audience: this.audience }) },
      ...(this.ticket && { resume: this.ticket }),
      ...(ref !== undefined && { ref }),
    });
  }

  /** The process is killed: every socket ends without a word. */
  crash(): void {
    for (const socket of this.sockets) if (socket.isOpen) socket.end(1006);
  }

  #accept(socket: ServerSocket): void {
    if (this.onDial === "hang") return;
    if (this.onDial === "refuse") {
      socket.end(1006);
    } else if (typeof this.onDial === "number") {
      socket.open();
      socket.end(this.onDial);
    } else {
      socket.open();
      this.ready(socket);
      for (const other of this.sockets) {
        if (other !== socket) other.say("status.changed", { users: [{ user: socket.user, status: "online" }] });
      }
    }
  }

  /** What a client sends; also what `intercept` held back, when its time has come. */
  receive(socket: ServerSocket, frame: Frame): void {
    if (!socket.isOpen || this.#isFlood(socket, frame) || this.intercept?.(socket, frame)) return;
    const answer = this.answers.get(frame.type)?.(socket, frame.data);
    if (answer) {
      socket.say(answer.type, { ...answer.data, ref: frame.data.ref });
      return;
    }
    const handler = this.#handlers[frame.type];
    if (handler) handler(socket, frame.data);
    else socket.say("error", { ref: frame.data.ref, code: "unknown-type", message: frame.type });
  }

  #isFlood(socket: ServerSocket, { data }: Frame): boolean {
    if (!this.limitsRates) return false;
    const rate = this.#rates.get(socket) ?? { tokens: burst, at: this.now(), warnings: 0 };
    this.#rates.set(socket, rate);
    rate.tokens = Math.min(burst, rate.tokens + ((this.now() - rate.at) / 1_000) * messagesPerSecond);
    rate.at = this.now();
    if (rate.tokens >= 1) {
      rate.tokens--;
      return false;
    }
    if (++rate.warnings > 50) socket.end(4002);
    else socket.say("error", { ref: data.ref, code: "rate-limited", message: "Too many messages.", retryAfterMs: 1_000 });
    return true;
  }

  #room(id: unknown): FakeRoom {
    const room = this.rooms.get(id as string);
    if (!room) throw new Error(`no room ${String(id)}`);
    return room;
  }

  readonly #handlers: Record<string, Handler | undefined> = {
    "session.ping": (socket, { ref }) => socket.say("session.pong", { ref, serverTime: new Date(this.now()).toISOString() }),
    "session.auth": (socket, { ref }) => this.ready(socket, ref),
    "chat.rooms": (socket, { ref }) => {
      const rooms = [...this.rooms.values()].filter((room) => room.members.has(socket.user));
      socket.say("chat.rooms", { ref, rooms: rooms.map((room) => this.roomFor(socket.user, room)), ...(this.settings.size > 0 && { settings: Object.fromEntries(this.settings) }) });
    },
    "chat.send": (socket, { ref, room: id, key, text, replyTo, thread, attachments }) => {
      const room = this.#room(id);
      const before = room.keys.get(`${socket.user} ${key as string}`);
      const at = new Date(this.now()).toISOString();
      const sent = before ?? { id: `m${++this.#ids}`, seq: room.log.length + 1, at };
      room.keys.set(`${socket.user} ${key as string}`, sent);
      socket.say("chat.sent", { ref, room: id, key, ...sent, duplicate: before !== undefined });
      if (!before) this.append(room.id, socket.user, "chat.message", {
          id: sent.id,
          key: key as string,
          text: text as string,
          ...(replyTo !== undefined && { replyTo: replyTo as string }),
          ...(thread !== undefined && { thread: thread as string }),
          ...(attachments !== undefined && { attachments: attachments as readonly Attachment[] }),
        });
    },
    "chat.history": (socket, { ref, room: id, before, after, around, thread, limit }) => {
      const room = this.#room(id);
      const all = this.messages(room).filter((message) => thread === undefined || message.thread === thread);
      const most = limit as number;
      const head = room.log.length;
      if (around !== undefined) {
        const at = all.findIndex((message) => message.id === around);
        if (at < 0) {
          socket.say("error", { ref, code: "not-found", message: "no such message" });
          return;
        }
        const newest = Math.floor(most / 2);
        const [first, end] = [Math.max(0, at + 1 - (most - newest)), at + 1 + newest];
        socket.say("chat.history", { ref, room: id, messages: all.slice(first, end), head, more: first > 0, newer: end < all.length });
        return;
      }
      const wanted = all.filter(({ seq }) => (before === undefined || seq < (before as number)) && (after === undefined || seq > (after as number)));
      const messages = after === undefined ? wanted.slice(-most) : wanted.slice(0, most);
      socket.say("chat.history", { ref, room: id, messages, head, more: messages.length < wanted.length });
    },
    "chat.pins": (socket, { ref, room: id }) => {
      socket.say("chat.pins", { ref, room: id, messages: this.messages(this.#room(id)).filter((message) => message.pinned), more: false });
    },
    "chat.search": (socket, { ref, text, room: id, before, beforeId, limit }) => {
      const rooms = [...this.rooms.values()].filter((room) => room.members.has(socket.user) && (id === undefined || room.id === id));
      const all = rooms.flatMap((room) => this.messages(room).map((message) => ({ room: room.id, message })));
      const place = ({ message }: { message: Message }) => (id === undefined ? Date.parse(message.at) : message.seq);
      const isNext = ({ message }: { message: Message }) => id === undefined && beforeId !== undefined && Date.parse(message.at) === before && message.id < (beforeId as string);
      const found = all.filter((hit) => hit.message.text.includes(text as string) && (before === undefined || place(hit) < (before as number) || isNext(hit)));
      const hits = found.sort((a, b) => place(b) - place(a) || (a.message.id < b.message.id ? 1 : -1)).slice(0, limit as number);
      socket.say("chat.found", { ref, hits, more: hits.length < found.length });
    },
    "chat.edit": (socket, { ref, room, id, text }) => {
      socket.say("chat.ok", { ref, room, seq: this.append(room as string, socket.user, "chat.edited", { id: id as string, text: text as string }) });
    },
    "chat.delete": (socket, { ref, room, id }) => {
      socket.say("chat.ok", { ref, room, seq: this.append(room as string, socket.user, "chat.deleted", { id: id as string }) });
    },
    "chat.react": (socket, { ref, room, id, emoji, on }) => {
      const data = { id: id as string, emoji: emoji as string, on: on as boolean };
      socket.say("chat.ok", { ref, room, seq: this.append(room as string, socket.user, "chat.reacted", data) });
    },
    "chat.pin": (socket, { ref, room, id, on }) => {
      socket.say("chat.ok", { ref, room, seq: this.append(room as string, socket.user, "chat.pinned", { id: id as string, on: on as boolean }) });
    },
    "chat.unpreview": (socket, { ref, room, id }) => {
      socket.say("chat.ok", { ref, room, seq: this.append(room as string, socket.user, "chat.previewed", { id: id as string, previews: [] }) });
    },
    "chat.sync": (socket, { ref, rooms }) => {
      for (const [id, seen] of Object.entries(rooms as Record<string, number>)) {
        const { log } = this.#room(id);
        const missed = log.slice(seen);
        const truncated = missed.length > 1_000;
        const pages = truncated ? [[]] : missed.flatMap((_, at) => (at % 200 === 0 ? [missed.slice(at, at + 200)] : []));
        for (const events of pages) socket.say("chat.events", { room: id, events, head: log.length, truncated });
      }
      socket.say("chat.synced", { ref });
    },
    "chat.members": (socket, { ref, room: id, after, limit, query, users }) => {
      const { members, log } = this.#room(id);
      const wanted = [...members]
        .sort()
        .map((user) => ({ user, name: this.names.get(user) ?? user, role: this.roles.get(`${id as string} ${user}`) ?? "member" }))
        .filter(({ user, name }) => user > ((after as string | undefined) ?? "") && `${user} ${name}`.toLowerCase().includes((query as string | undefined) ?? ""))
        .filter(({ user }) => users === undefined || (users as string[]).includes(user));
      const page = wanted.slice(0, limit as number);
      socket.say("chat.members", { ref, room: id, members: page, total: members.size, more: page.length < wanted.length, head: log.length });
    },
    "people.sync": (socket, { ref, since }) => {
      const renamed = [...this.#renamedAt].filter(([user, at]) => at > Date.parse(since as string) && this.#shareRoom(socket.user, user));
      socket.say("people.synced", { ref, people: renamed.map(([user]) => ({ user, name: this.names.get(user) ?? user })), more: false });
    },
    "people.blocks": (socket, { ref, after = "", limit = 50 }) => {
      const wanted = [...this.blocked].sort().filter((user) => user > (after as string));
      const people = wanted.slice(0, limit as number).map((user) => ({ user, name: this.names.get(user) ?? user, at: "1970-01-01T00:00:00.000Z" }));
      socket.say("people.blocks", { ref, people, more: people.length < wanted.length });
    },
    "people.block": (socket, { ref, user }) => this.block(user as string, true, socket, ref),
    "people.unblock": (socket, { ref, user }) => this.block(user as string, false, socket, ref),
    "chat.direct": (socket, { ref, user }) => {
      const other = user as string;
      const known = [...this.rooms.values()].find(({ kind, members }) => kind === "direct" && members.has(socket.user) && members.has(other));
      if (!known) this.addRoom(`d-${other}`, "direct", socket.user, other);
      socket.say("chat.room", { ref, room: this.roomFor(socket.user, this.#room(known?.id ?? `d-${other}`)) });
    },
    "chat.settings": (socket, { ref, room, ...change }) => {
      const before = this.settings.get(room as string) ?? { revision: 0 };
      const settings = { ...before, ...change, revision: before.revision + 1 };
      this.settings.set(room as string, settings);
      socket.say("chat.settings", { ref, room, settings });
    },
    "people.find": (socket, { ref, query }) => {
      const found = [...this.names].filter(([user, name]) => user !== socket.user && folded(`${name} ${user}`).includes(folded(query as string)));
      socket.say("people.found", { ref, people: found.map(([user, name]) => ({ user, name })), more: false });
    },
    "people.shared": (socket, { ref, user }) => {
      const rooms = [...this.rooms.values()].filter(({ kind, members }) => kind !== "direct" && members.has(socket.user) && members.has(user as string));
      socket.say("people.shared", { ref, user: user as string, rooms: rooms.map(({ id }) => id), more: false });
    },
    "chat.directory": (socket, { ref, query }) => {
      const channels = [...this.rooms.values()].filter(({ kind, members, name }) => kind === "channel" && !members.has(socket.user) && name.includes((query as string | undefined) ?? ""));
      socket.say("chat.directory", { ref, rooms: channels.map((room) => this.roomFor(socket.user, room)) });
    },
    "chat.watch": (socket, { ref, room: id }) => {
      this.#room(id).watchers.add(socket);
      socket.say("chat.watching", { ref, room: id, head: this.#room(id).log.length });
    },
    "chat.unwatch": (socket, { ref, room: id }) => {
      this.#room(id).watchers.delete(socket);
      socket.say("chat.unwatched", { ref, room: id });
    },
    "chat.join": (socket, { ref, room: id }) => {
      const room = this.#room(id);
      room.watchers.delete(socket);
      room.members.add(socket.user);
      this.append(room.id, socket.user, "chat.joined", { user: socket.user, role: "member" });
      socket.say("chat.room", { ref, room: this.roomFor(socket.user, room) });
    },
    "chat.read": (socket, { ref, room: id, seq }) => {
      const room = this.#room(id);
      room.read.set(socket.user, seq as number);
      socket.say("chat.ok", { ref, room: id });
      for (const user of room.members) {
        for (const other of this.of(user)) other.say("chat.receipt", { room: id, user: socket.user, read: seq, delivered: seq });
      }
    },
    "chat.typing": (socket, { room: id, on }) => {
      for (const user of this.#room(id).members) {
        if (user !== socket.user) for (const other of this.of(user)) other.say("chat.typing", { room: id, user: socket.user, on });
      }
    },
    "status.subscribe": (socket, { ref, users }) => {
      const refused = (users as string[]).filter((user) => this.strangers.has(user));
      const shown = (users as string[]).filter((user) => !this.strangers.has(user));
      const statuses = shown.map((user) => ({ user, status: this.of(user).length > 0 || this.online.has(user) ? "online" : "offline" }));
      socket.say("status.snapshot", { ref, users: statuses, ...(refused.length > 0 && { refused }) });
    },
    "status.get": (socket, { ref, users }) => {
      socket.say("status.snapshot", { ref, users: (users as string[]).map((user) => ({ user, status: "online" })) });
    },
    "status.set": (socket, { ref, ...choice }) => {
      socket.say("status.ok", { ref, user: socket.user, ...choice });
      for (const other of this.sockets) other.say("status.changed", { users: [{ user: socket.user, ...choice }] });
    },
    "status.zone": (socket, { ref, zone }) => {
      socket.say("status.ok", { ref, user: socket.user, status: "online", zone });
      for (const other of this.sockets) other.say("status.changed", { users: [{ user: socket.user, status: "online", zone: socket === other ? zone : zone || undefined }] });
    },
    "status.activity": () => undefined,
    "call.ice": (socket, { ref }) => socket.say("call.ice", { ref, iceServers: [], ttlSeconds: 600 }),
    // What is said again is told nobody.
    "call.media": (socket, { callId, ...media }) => {
      const mine = this.calls.get(callId as string)?.participants.find(({ participant }) => participant === `${socket.user}/${socket.device}`);
      if (!mine || JSON.stringify(mine.media) === JSON.stringify(media)) return;
      (mine as { media: unknown }).media = media;
      this.#tellOthers(socket, callId as string, "call.media", media);
    },
    "call.reaction": (socket, { callId, emoji }) => this.#tellOthers(socket, callId as string, "call.reaction", { emoji }),
    "call.mute": (socket, { ref, callId, participant }) => {
      const [user, device] = (participant as string).split("/");
      const by = `${socket.user}/${socket.device}`;
      for (const other of this.of(user ?? "")) if (other.device === device) other.say("call.muted", { callId, by });
      socket.say("call.ok", { ref, callId });
    },
    "call.remove": (socket, { ref, callId, user }) => {
      for (const other of this.of(user as string)) other.say("call.ended", { callId, reason: "host", durationMs: 1_000 });
      socket.say("call.ok", { ref, callId });
    },
    "call.invite": (socket, { ref, callId, users }) => {
      const call = this.calls.get(callId as string);
      const expiresAt = new Date(this.now() + 45_000).toISOString();
      for (const user of users as string[]) for (const other of this.of(user)) other.say("call.incoming", { call, from: socket.user, expiresAt });
      socket.say("call.ok", { ref, callId });
    },
    "call.end": (socket, { ref }) => socket.say("call.ok", { ref }),
    "topic.subscribe": (socket, { ref, topic: name, after, epoch }) => {
      const topic = this.topics.get(name as string);
      if (!topic) {
        socket.say("error", { ref, code: "forbidden", message: "This topic is not for you." });
        return;
      }
      topic.followers.add(socket);
      const head = topic.messages.length;
      const recovered = topic.keeps > 0 && after !== undefined && epoch === topic.epoch && head - (after as number) <= topic.keeps;
      socket.say("topic.subscribed", { ref, topic: name, head, epoch: topic.epoch, recovered, messages: recovered ? topic.messages.slice(after as number) : [] });
    },
    "topic.unsubscribe": (socket, { ref, topic: name }) => {
      this.topics.get(name as string)?.followers.delete(socket);
      socket.say("topic.unsubscribed", { ref, topic: name });
    },
    "call.list": (socket, { ref }) => socket.say("call.list", { ref, calls: [...this.calls.values()] }),
    "call.history": (socket, { ref, before, limit }) => {
      const older = this.history.filter(({ id }) => before === undefined || id < (before as string));
      const calls = older.slice(0, limit as number);
      socket.say("call.history", { ref, calls, more: calls.length < older.length, missed: this.#unseen, revision: this.missedRevision });
    },
    "call.seen": (socket, { ref, callId }) => {
      this.history = this.history.map((call) => (callId === undefined || call.id === callId ? { ...call, unseen: false } : call));
      socket.say("call.ok", { ref, missed: this.#unseen, revision: ++this.missedRevision });
    },
    "call.decline": (socket, { ref }) => socket.say("call.ok", { ref }),
    "call.cancel": (socket, { ref }) => socket.say("call.ok", { ref }),
    "call.leave": (socket, { ref }) => socket.say("call.ok", { ref }),
    "call.start": (socket, { ref, room, media, key }) => {
      const id = `call-${key as string}`;
      const call: Call = this.calls.get(id) ?? {
        id,
        room: room as string,
        host: socket.user,
        media: media as MediaKind,
        state: "ringing",
        mode: "mesh",
        startedAt: new Date(this.now()).toISOString(),
        participants: [this.#participant(socket, media as MediaKind, 1)],
        ringing: [...this.#room(room).members].filter((user) => user !== socket.user),
      };
      this.calls.set(id, call);
      socket.say("call.started", { ref, call, iceServers: [] });
      const expiresAt = new Date(this.now() + 45_000).toISOString();
      for (const user of call.ringing) for (const other of this.of(user)) other.say("call.incoming", { call, from: socket.user, expiresAt });
    },
    "call.accept": (socket, { ref, callId }) => this.#join(socket, ref, callId as string, true),
    "call.join": (socket, { ref, callId }) => this.#join(socket, ref, callId as string, false),
    "call.signal": (socket, { callId, to, entry, description, candidate }) => {
      const from = `${socket.user}/${socket.device}`;
      const current = this.calls.get(callId as string)?.participants.find((one) => one.participant === to)?.entry;
      if (entry !== undefined && entry !== current) {
        socket.say("error", { code: "conflict", message: "for its page before", field: "entry" });
        return;
      }
      const [user, device] = (to as string).split("/");
      const target = this.of(user ?? "").filter((other) => other.device === device).at(-1);
      target?.say("call.signal", { callId, from, ...(description !== undefined && { description }), ...(candidate !== undefined && { candidate }) });
    },
  };

  #tellOthers(socket: ServerSocket, callId: string, type: string, data: object): void {
    const participant = `${socket.user}/${socket.device}`;
    for (const one of this.calls.get(callId)?.participants ?? []) {
      if (one.participant === participant) continue;
      for (const other of this.of(one.user)) other.say(type, { callId, participant, ...data });
    }
  }

  #participant({ user, device }: ServerSocket, media: MediaKind, entry: number): Participant {
    return { participant: `${user}/${device}`, user, name: user, media: { audio: true, video: media === "video", screen: false }, entry };
  }

  #join(socket: ServerSocket, ref: unknown, callId: string, isAccept: boolean): void {
    const before = this.calls.get(callId);
    if (!before) {
      socket.say("error", { ref, code: "not-found", message: "no such call" });
      return;
    }
    const entry = 1 + Math.max(0, ...before.participants.map((one) => one.entry ?? 0));
    const made = this.#participant(socket, before.media, entry);
    const participant = { ...made, media: before.participants.find((one) => one.participant === made.participant)?.media ?? made.media };
    const others = before.participants.filter((one) => one.participant !== participant.participant);
    const ringing = before.ringing.filter((user) => user !== socket.user);
    const answeredAt = before.answeredAt ?? (others.length > 0 ? new Date(this.now()).toISOString() : undefined);
    const call: Call = { ...before, state: others.length > 0 ? "active" : before.state, participants: [...others, participant], ringing, ...(answeredAt !== undefined && { answeredAt }) };
    this.calls.set(callId, call);
    socket.say("call.joined", { ref, call, iceServers: [] });
    if (others.length < before.participants.length) for (const user of ringing) socket.say("call.ringing", { callId, user });
    for (const other of others) for (const one of this.of(other.user)) one.say("call.participant-joined", { callId, ...participant });
    if (!isAccept) return;
    for (const tab of this.of(socket.user)) {
      if (tab !== socket) tab.say("call.answered-elsewhere", { callId, by: participant.participant });
    }
  }
}

function raise(message: string): never {
  throw new Error(message);
}
