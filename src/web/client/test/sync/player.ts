import { vi } from "vitest";
import { Client, memoryOutbox, memoryStorage } from "../../src/index.ts";
import type { Message, Room } from "../../src/protocol/index.ts";
import type { Choices } from "./choices.ts";
import { run, truths } from "./run.ts";
import { Wire } from "./wire.ts";

/** In the order of the recording: the team's room is the one that somebody looks at, and most happens in it. */
const [team = "", pair = ""] = roomIds();

function roomIds(): string[] {
  const byMembers = [...(truths[0]?.rooms ?? [])].sort((a, b) => b.head - a.head);
  return [byMembers[0], byMembers.find(({ kind }) => kind === "direct")].flatMap((room) => (room ? [room.id] : []));
}

export interface Telling {
  readonly message: Message;
  readonly room: Room;
  readonly caughtUp: number;
}

/** Plays the recorded run to one client, in an order that the choices make of those that the protocol allows. */
export class Player {
  readonly wire = new Wire();
  readonly client: Client;
  readonly told: Telling[] = [];
  /** What happened, in words. */
  readonly trace: string[] = [];
  readonly rooms = { team, pair };
  /** When the client knew its rooms first: what was there by then is no news. */
  begun = Infinity;
  #losses = 0;

  constructor() {
    this.client = new Client({
      user: "alice",
      url: "ws://test/ws/ws",
      device: "desk",
      token: () => "token",
      createSocket: this.wire.dial,
      random: () => 0.5,
      surroundings: { onWake: () => () => undefined },
      input: { onInput: () => () => undefined, share: () => ({ tell: () => undefined, stop: () => undefined }) },
      log: () => undefined,
      outbox: memoryOutbox(),
      storage: memoryStorage(),
      onPageHide: () => () => undefined,
    });
    this.client.rooms.loaded.subscribe(() => (this.begun = Math.min(this.begun, this.wire.step)));
    this.client.onMessage((message, room, { caughtUp }) => this.told.push({ message, room, caughtUp }));
  }

  async play(choices: Choices): Promise<void> {
    const { client, wire } = this;
    if (choices.below(2) === 1) wire.syncLimit = 12;
    for (const user of run.people) client.presence.watch(user);
    client.calls.history.watch();
    client.connect();
    await vi.advanceTimersByTimeAsync(0);
    while (!choices.isOver) await this.#next(choices);
    await this.#end();
  }

  async #next(choices: Choices): Promise<void> {
    const { wire } = this;
    const kind = choices.below(32);
    if (kind < 12) await this.#deliver(choices);
    else if (kind < 18) await this.#answer(choices);
    else if (kind < 23) await this.#advance();
    else if (kind < 24) await this.#pass(choices.below(2) === 0 ? 60 : 3_100);
    else if (kind < 29) await this.#act(choices);
    else if (kind < 30) await this.#repeat(choices);
    else if (kind < 31) await this.#lag(choices);
    else if (wire.isConnected && this.#losses < 3) await this.#lose(choices.below(12));
  }

  async #deliver(choices: Choices): Promise<void> {
    const lanes = [...this.wire.lanes.keys()];
    const lane = lanes[choices.below(Math.max(1, lanes.length))];
    if (lane !== undefined) await this.#do(`delivers ${this.wire.lanes.get(lane)?.[0]?.type} (${lane})`, () => this.wire.deliver(lane));
  }

  async #answer(choices: Choices): Promise<void> {
    const lanes = [...this.wire.asked.keys()];
    const lane = lanes[choices.below(Math.max(1, lanes.length))];
    if (lane !== undefined) await this.#do(`looks at ${JSON.stringify(this.wire.asked.get(lane)?.[0])}`, () => this.wire.answer(lane));
  }

  async #advance(): Promise<void> {
    const next = run.steps[this.wire.step + 1];
    if (next) await this.#do(`step ${this.wire.step + 1}: ${next.what}`, () => this.wire.advance());
  }

  /** At least once: an event may come again. */
  async #repeat(choices: Choices): Promise<void> {
    const { told } = this.wire;
    const frame = told[choices.below(Math.max(1, told.length))];
    if (frame) await this.#do(`repeats ${frame.type} ${JSON.stringify(frame.data["seq"])}`, () => this.wire.say(frame));
  }

  async #lag(choices: Choices): Promise<void> {
    const rooms = [...this.wire.lanes.keys()].filter((lane) => run.logs[lane] !== undefined);
    const room = rooms[choices.below(Math.max(1, rooms.length))];
    if (room !== undefined) await this.#do(`skips what waits of ${room}`, () => this.wire.lag(room));
  }

  async #lose(steps: number): Promise<void> {
    this.#losses++;
    await this.#do("the connection is lost", () => this.wire.lose());
    for (let i = 0; i < steps; i++) await this.#advance();
    while (!this.wire.isConnected) await this.#pass(1_000);
  }

  async #act(choices: Choices): Promise<void> {
    const { rooms, members, presence } = this.client;
    const messages = truths[this.wire.step]?.messages.get(team) ?? [];
    const some = messages.at(choices.below(Math.max(1, messages.length)));
    const root = messages.find(({ replies }) => replies !== undefined);
    const ignore = (asked: Promise<unknown>) => void asked.catch(() => undefined);
    const acts: readonly [string, () => void][] = [
      ["opens the team", () => rooms.open(team)],
      ["opens the pair", () => rooms.open(pair)],
      ["loads older", () => ignore(rooms.loadOlder(team))],
      ["loads newer", () => ignore(rooms.loadNewer(team))],
      ["jumps", () => some && ignore(rooms.loadAround(team, some.id))],
      ["jumps to a place", () => some && ignore(rooms.loadAt(team, some.seq))],
      ["goes to the end", () => ignore(rooms.loadLatest(team))],
      ["looks at the members", () => members.load(team)],
      ["loads more members", () => ignore(members.loadMore(team))],
      ["opens the thread", () => root && rooms.thread(team, root.id)?.hold()],
      ["looks at the pins", () => rooms.pins(team)?.hold()],
      ["looks at somebody else", () => presence.watch("zoe")()],
    ];
    const [what, act] = acts[choices.below(acts.length)] ?? ["", () => undefined];
    await this.#do(what, act);
  }

  /** Everything has happened, and arrives. */
  async #end(): Promise<void> {
    while (run.steps[this.wire.step + 1]) await this.#advance();
    await this.settle();
  }

  /** Until nothing is on its way, nor waits for its time. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const isQuiet = this.wire.isQuiet();
      for (const lane of [...this.wire.asked.keys()]) this.wire.answer(lane);
      for (const lane of [...this.wire.lanes.keys()]) {
        while (this.wire.lanes.has(lane)) this.wire.deliver(lane);
        await flush();
      }
      await flush();
      if (!isQuiet || !this.wire.isQuiet()) continue;
      quiet++;
      await vi.advanceTimersByTimeAsync(4_000);
    }
  }

  async #pass(ms: number): Promise<void> {
    this.trace.push(`${ms} ms pass`);
    await vi.advanceTimersByTimeAsync(ms);
  }

  async #do(what: string, act: () => void): Promise<void> {
    this.trace.push(what);
    act();
    await flush();
  }
}

/** Lets promises go on that wait for no time. */
async function flush(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
}
