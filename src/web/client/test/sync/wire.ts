import type { SocketLike } from "../../src/connection/environment.ts";
import { isLogEvent, type AnyLogEvent, type Call, type Message } from "../../src/protocol/index.ts";
import { logUpTo, run, truths, type Frame, type Truth } from "./run.ts";

/** Small, so that a short run has many pages. */
const pageSize = 6;
const eventsOfAPage = 4;

type Data = Readonly<Record<string, unknown>>;

class WireSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly #onFrame: (frame: Frame) => void;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  send(text: string): void {
    this.#onFrame(JSON.parse(text) as Frame);
  }

  close(): void {
    this.onmessage = null;
  }
}

/**
 * The recorded server's end of one client's connections. What it says goes by lanes, each in order, as the protocol promises it: the log
 * of a room behind the `chat.room` that names it; a user's calls; a room's `call.updated`; statuses; the answers to reads. Each count
 * and each receipt goes by itself. What is asked is answered as of the step at which it is looked at.
 */
export class Wire {
  /** How far the run has come. */
  step = 0;
  /** More missing events than this are too many for a sync. */
  syncLimit = 1_000;
  wasTruncated = false;
  readonly lanes = new Map<string, Frame[]>();
  readonly asked = new Map<string, Frame[]>();
  /** Events of rooms' logs that this connection was told of. */
  readonly told: Frame[] = [];
  #socket: WireSocket | null = null;
  #follows = false;
  #singles = 0;

  readonly dial = (): SocketLike => {
    const socket: WireSocket = new WireSocket((frame) => this.#receive(socket, frame));
    queueMicrotask(() => this.#accept(socket));
    return socket;
  };

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  isQuiet(): boolean {
    return this.lanes.size === 0 && this.asked.size === 0;
  }

  advance(): void {
    this.step++;
    if (this.#socket) for (const frame of run.steps[this.step]?.frames ?? []) this.#enqueue(frame);
  }

  /** The connection is lost, with all that was on its way. */
  lose(): void {
    const socket = this.#socket;
    this.#forget();
    socket?.onclose?.({ code: 1006, reason: "" });
  }

  deliver(lane: string): void {
    const frame = take(this.lanes, lane);
    if (!frame) return;
    if (isLogEvent(frame)) this.told.push(frame);
    this.say(frame);
  }

  say(frame: Frame): void {
    this.#socket?.onmessage?.({ data: JSON.stringify(frame) });
  }

  answer(lane: string): void {
    const request = take(this.asked, lane);
    if (request) for (const frame of this.#answers(request)) push(this.lanes, lane === "status" ? lane : `answers ${lane}`, frame);
  }

  /** A slow connection: what waits of a room's log is skipped, and said to be. */
  lag(lane: string): void {
    const waiting = this.lanes.get(lane) ?? [];
    const skipped = waiting.findIndex((frame) => !isLogEvent(frame) || (frame.type === "chat.left" && frame.data.user === "alice"));
    const rest = skipped < 0 ? [] : waiting.slice(skipped);
    this.lanes.set(lane, [{ type: "session.lagging", data: { rooms: [lane] } }, ...rest]);
  }

  #forget(): void {
    this.#socket = null;
    this.#follows = false;
    this.lanes.clear();
    this.asked.clear();
    this.told.length = 0;
  }

  #accept(socket: WireSocket): void {
    this.#forget();
    this.#socket = socket;
    socket.onopen?.();
    const mine = (call: Call) => call.ringing.includes("alice") || call.participants.some(({ user }) => user === "alice");
    this.say({ type: "session.ready", data: { ...run.ready, calls: this.#truth.calls.filter(mine) } });
  }

  get #truth(): Truth {
    return truths[this.step] ?? raise("the run is over");
  }

  #enqueue(frame: Frame): void {
    const { type, data } = frame;
    if (type === "status.changed") {
      if (this.#follows) push(this.lanes, "status", frame);
    } else if (type === "chat.room") {
      push(this.lanes, (data["room"] as { id: string }).id, frame);
    } else if (type === "call.updated") {
      push(this.lanes, `calls of ${(data["call"] as Call).room}`, frame);
    } else if (type.startsWith("call.")) {
      push(this.lanes, "calls", frame);
    } else if (isLogEvent(frame)) {
      push(this.lanes, frame.data.room, frame);
    } else {
      push(this.lanes, `${type} ${++this.#singles}`, frame);
    }
  }

  #receive(socket: WireSocket, frame: Frame): void {
    if (socket !== this.#socket || frame.type === "status.activity") return;
    const [domain = ""] = frame.type.split(".");
    push(this.asked, domain === "chat" ? "reads" : domain, frame);
  }

  #answers({ type, data }: Frame): Frame[] {
    const { ref } = data;
    const reply = (answered: string, members: Data): Frame => ({ type: answered, data: { ref, ...members } });
    const { rooms, calls, callHistory, missed, statuses } = this.#truth;
    switch (type) {
      case "session.ping":
        return [reply("session.pong", { serverTime: run.ready.serverTime })];
      case "chat.rooms":
        return [reply("chat.rooms", { rooms })];
      case "chat.sync":
        return [...Object.entries(data["rooms"] as Record<string, number>).flatMap(([room, seen]) => this.#missing(room, seen)), reply("chat.synced", {})];
      case "call.list":
        return [reply("call.list", { calls })];
      case "call.history":
        return [reply("call.history", { calls: callHistory.slice(0, data["limit"] as number), more: false, missed })];
      case "status.subscribe":
        this.#follows = true;
        return [reply("status.snapshot", { users: statuses.filter(({ user }) => (data["users"] as string[]).includes(user)) })];
      case "status.get":
        return [reply("status.snapshot", { users: statuses.filter(({ user }) => (data["users"] as string[]).includes(user)) })];
      default:
        return [this.#ofRoom(type, data)];
    }
  }

  #head(room: string): number | undefined {
    return this.#truth.rooms.find(({ id }) => id === room)?.head;
  }

  #ofRoom(type: string, data: Data): Frame {
    const { ref } = data;
    const room = data["room"] as string;
    const head = this.#head(room);
    if (head === undefined) return { type: "error", data: { ref, code: "not-found", message: "There is no such room.", field: "room" } };
    const messages = this.#truth.messages.get(room) ?? [];
    if (type === "chat.members") return { type, data: { ref, room, head, ...members(this.#truth, room, data) } };
    if (type === "chat.history") return { type, data: { ref, room, head, ...history(messages, data) } };
    if (type === "chat.pins") {
      const before = (data["before"] as number | undefined) ?? Infinity;
      return { type, data: { ref, room, messages: messages.filter(({ pinned, seq }) => pinned === true && seq < before), more: false } };
    }
    throw new Error(`the recorded server knows no ${type}`);
  }

  #missing(room: string, seen: number): Frame[] {
    const head = this.#head(room);
    if (head === undefined || seen >= head) return [];
    const events = logUpTo(room, head).filter(({ data }) => data.seq > seen);
    const page = (some: readonly AnyLogEvent[], truncated: boolean): Frame => ({ type: "chat.events", data: { room, events: some, head, truncated } });
    if (events.length > this.syncLimit) {
      this.wasTruncated = true;
      return [page([], true)];
    }
    return events.flatMap((_, at) => (at % eventsOfAPage === 0 ? [page(events.slice(at, at + eventsOfAPage), false)] : []));
  }
}

function members(truth: Truth, room: string, { after = "", users, limit }: Data) {
  const all = truth.members.get(room) ?? [];
  const wanted = all.filter(({ user }) => user > (after as string) && (users === undefined || (users as string[]).includes(user)));
  const page = wanted.slice(0, users === undefined ? 2 : (limit as number));
  return { members: page, total: all.length, more: page.length < wanted.length };
}

function history(messages: readonly Message[], { before = Infinity, after, around, thread, limit }: Data) {
  const all = messages.filter((message) => thread === undefined || message.thread === thread);
  const most = Math.min(pageSize, limit as number);
  const at = all.findIndex((message) => message.id === around);
  if (at >= 0) {
    const newer = Math.floor(most / 2);
    const [first, end] = [Math.max(0, at + 1 - (most - newer)), at + 1 + newer];
    return { messages: all.slice(first, end), more: first > 0, newer: end < all.length };
  }
  const wanted = all.filter(({ seq }) => seq < (before as number) && seq > ((after as number | undefined) ?? 0));
  const page = after === undefined ? wanted.slice(-most) : wanted.slice(0, most);
  return { messages: page, more: page.length < wanted.length };
}

function push<T>(queues: Map<string, T[]>, lane: string, item: T): void {
  queues.set(lane, [...(queues.get(lane) ?? []), item]);
}

function take<T>(queues: Map<string, T[]>, lane: string): T | undefined {
  const [first, ...rest] = queues.get(lane) ?? [];
  if (rest.length > 0) queues.set(lane, rest);
  else queues.delete(lane);
  return first;
}

function raise(message: string): never {
  throw new Error(message);
}
