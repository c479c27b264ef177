import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BasicRooms, connect, type RoomState } from "../../src/chat/index.ts";
import { Chat } from "../../src/chat/chat.ts";
import * as code from "../../src/chat/history-code.ts";
import { Core, memoryOutbox, memoryStorage } from "../../src/index.ts";
import { later } from "../../src/later.ts";
import { FakeServer } from "../fake-server.ts";
import { pass, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

type Code = typeof code;

const options = (server: FakeServer) => ({ url: "ws://test/ws/ws", device: "d1", user: "alice", token: () => "alice.token", createSocket: server.dial, random: () => 0.5, storage: memoryStorage(), log: () => undefined });

/** A chat whose code for history comes, or can't be had, when the test says so. */
async function started() {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  for (let i = 1; i <= 3; i++) server.post("r", "bob", `${i}`);
  const waiting: { come: (code: Code) => void; fail: (error: Error) => void }[] = [];
  const file = {
    asked: 0,
    comes: async () => {
      for (const { come } of waiting.splice(0)) come(code);
      await settle();
    },
    isLost: async () => {
      for (const { fail } of waiting.splice(0)) fail(new TypeError("Failed to fetch dynamically imported module"));
      await settle();
    },
  };
  const fetch = () => {
    file.asked++;
    return new Promise<Code>((come, fail) => waiting.push({ come, fail }));
  };
  const core = new Core(options(server));
  const { rooms, messages } = new Chat(core, { store: memoryOutbox(), history: later(fetch), rooms: (of) => new BasicRooms(of) });
  const told: string[] = [];
  messages.add(({ text }, { id }, { caughtUp }) => told.push(`${id}: ${text} (${caughtUp})`));
  core.connect();
  await settle();
  return { server, rooms, file, told };
}

function stateOf(rooms: BasicRooms): RoomState {
  const state = rooms.room("r")?.get();
  if (!state) throw new Error("no room");
  return state;
}

const textsOf = (rooms: BasicRooms) => stateOf(rooms).entries.map((entry) => (entry.kind === "message" ? entry.message.text : entry.kind));

describe("the code that looks into logs", () => {
  it("is fetched while the client connects, before a room is opened", async () => {
    const { file } = await started();
    expect(file.asked).toBe(1);
  });

  it("may come late: the room is loading, and what happens meanwhile stands in its place, once", async () => {
    const { server, rooms, file, told } = await started();
    rooms.open("r");
    await settle();
    expect(stateOf(rooms).history).toBe("loading");
    server.post("r", "bob", "4");
    server.append("r", "bob", "chat.edited", { id: "m2", text: "two" });
    server.post("r", "bob", "5");
    await settle();
    expect([stateOf(rooms).history, textsOf(rooms), stateOf(rooms).room.unread]).toEqual(["loading", [], 5]);
    await file.comes();
    expect(textsOf(rooms)).toEqual(["1", "two", "3", "4", "5"]);
    server.append("r", "bob", "chat.deleted", { id: "m3" });
    server.post("r", "bob", "6");
    await settle();
    expect(textsOf(rooms)).toEqual(["1", "two", "", "4", "5", "6"]);
    expect(told).toEqual(["r: 4 (0)", "r: 5 (0)", "r: 6 (0)"]);
  });

  it("is fetched again by itself where it didn't come, and nothing is lost", async () => {
    const { server, rooms, file } = await started();
    rooms.open("r");
    await file.isLost();
    expect([file.asked, stateOf(rooms).history]).toEqual([2, "unloaded"]);
    server.post("r", "bob", "4");
    await pass(3_000);
    expect([file.asked, stateOf(rooms).history]).toEqual([3, "loading"]);
    server.post("r", "bob", "5");
    await file.comes();
    expect(textsOf(rooms)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it.each(["before", "after"])("is not fetched again for a room that I am not in any more, where it failed %s that", async (when) => {
    const { server, rooms, file } = await started();
    rooms.open("r");
    if (when === "before") await file.isLost();
    server.append("r", "bob", "chat.left", { user: "alice" });
    await settle();
    if (when === "after") await file.isLost();
    await pass(9_000);
    expect([rooms.room("r"), file.asked]).toEqual([undefined, 2]);
  });

  it("is fetched again at the same pace where the log begins anew meanwhile", async () => {
    const { server, rooms, file } = await started();
    rooms.open("r");
    await file.isLost();
    await pass(1_000);
    server.last.say("chat.events", { room: "r", events: [], head: 3, truncated: true });
    await settle();
    await file.isLost();
    expect(file.asked).toBe(3);
    await pass(2_000);
    expect(file.asked).toBe(3);
    await pass(1_000);
    expect(file.asked).toBe(4);
  });

  it("is fetched again on the next session where it failed without a connection", async () => {
    const { server, rooms, file } = await started();
    rooms.open("r");
    server.crash();
    await file.isLost();
    server.post("r", "bob", "missed");
    await pass(3_000);
    await file.comes();
    expect(textsOf(rooms)).toEqual(["1", "2", "3", "missed"]);
  });

  it("is as a request without an answer to who jumps: it rejects, and can be tried again", async () => {
    const { rooms, file } = await started();
    await file.isLost();
    const jump = rooms.loadAround("r", "m2");
    const refused = expect(jump).rejects.toMatchObject({ code: "unavailable" });
    await file.isLost();
    await refused;
    const again = rooms.loadAround("r", "m2");
    await file.comes();
    expect(await again).toBe(true);
    expect(textsOf(rooms)).toEqual(["1", "2", "3"]);
  });

  it("asks once for the newest page where the log begins anew before it has come", async () => {
    const { server, rooms, file } = await started();
    rooms.open("r");
    let asked = 0;
    server.intercept = (_, { type }) => {
      if (type === "chat.history") asked++;
      return false;
    };
    server.last.say("chat.events", { room: "r", events: [], head: 3, truncated: true });
    await settle();
    await file.comes();
    expect([asked, textsOf(rooms)]).toEqual([1, ["1", "2", "3"]]);
  });

  it("tells of what was missed as soon as it comes, each mention and nothing twice", async () => {
    const { server, file, told } = await started();
    await file.isLost();
    server.crash();
    server.post("r", "bob", "something");
    server.post("r", "bob", "for you", true, { mentions: ["alice"] });
    server.post("r", "bob", "something else");
    await pass(2_000);
    expect(told).toEqual([]);
    await file.isLost();
    await pass(3_000);
    expect(told).toEqual([]);
    await file.comes();
    expect(told).toEqual(["r: for you (1)", "r: something else (2)"]);
  });

  it("comes by itself in a client for chat alone", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    server.post("r", "bob", "hello");
    const client = connect({ ...options(server), outbox: memoryOutbox() });
    await settle();
    client.rooms.open("r");
    await vi.dynamicImportSettled();
    await settle();
    expect(textsOf(client.rooms)).toEqual(["hello"]);
    client.close();
  });
});
