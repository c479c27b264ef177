import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";
import type { Shop } from "./shop.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** Alice in the room "r", with what her app hears: questions of polls, and the rooms whose events were passed over. */
async function inRoom({ open = true, server = new FakeServer() } = {}) {
  if (!server.rooms.has("r")) server.addRoom("r", "group", "alice", "bob");
  const made = harness({ server });
  const client = made.client as Client<Shop>;
  const heard: string[] = [];
  const resets: string[] = [];
  client.on("poll.opened", ({ seq, question }) => heard.push(`${seq} ${question}`));
  client.onRoomReset((room) => resets.push(room));
  client.connect();
  await settle();
  if (open) client.rooms.open("r");
  await settle();
  return { ...made, client, heard, resets };
}

const poll = (server: FakeServer, question: string, deliver = true) => server.appendOwn("r", "bob", "poll.opened", { question }, deliver);

function stateOf(client: Client<Shop>) {
  const state = client.rooms.room("r")?.get();
  if (!state) throw new Error("no room");
  return state;
}

describe("an app's event", () => {
  it("reaches those who want its type, until they don't", async () => {
    const { server, client } = await inRoom();
    const ids: string[] = [];
    const stop = client.on("order.placed", ({ id }) => ids.push(id));
    server.last.say("order.placed", { id: "o1" });
    server.last.say("stock.changed", { left: 1 });
    await settle();
    stop();
    server.last.say("order.placed", { id: "o2" });
    await settle();
    expect(ids).toEqual(["o1"]);
  });

  it("is heard by each registration, also two of the same function, until that one ends", async () => {
    const { server, client } = await inRoom();
    const heard: string[] = [];
    const hear = ({ id }: { id: string }) => heard.push(id);
    const [first, second] = [client.on("order.placed", hear), client.on("order.placed", hear)];
    const place = async (id: string) => {
      server.last.say("order.placed", { id });
      await settle();
    };
    await place("o1");
    first();
    first();
    await place("o2");
    second();
    await place("o3");
    expect(heard).toEqual(["o1", "o1", "o2"]);
  });

  it("is heard by everybody, also when a handler of the app throws", async () => {
    const reported: unknown[] = [];
    vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
    const { server, client } = await inRoom();
    const ids: string[] = [];
    client.on("order.placed", () => {
      throw new Error("a bug of the app");
    });
    client.on("order.placed", ({ id }) => ids.push(id));
    server.last.say("order.placed", { id: "o1" });
    await settle();
    vi.unstubAllGlobals();
    expect([ids, reported]).toEqual([["o1"], [new Error("a bug of the app")]]);
  });
});

describe("an app's event in a room's log", () => {
  it("comes in the order of the log, leaves no gap, and stands in the timeline", async () => {
    const { server, client, heard, resets } = await inRoom();
    server.post("r", "bob", "one");
    poll(server, "tea?");
    server.post("r", "bob", "three");
    await settle();
    expect(heard).toEqual(["2 tea?"]);
    expect(server.last.of("chat.sync")).toEqual([]);
    expect(stateOf(client)).toMatchObject({ seen: 3, entries: [{ kind: "message" }, { kind: "own", event: { type: "poll.opened", data: { question: "tea?" } } }, { kind: "message" }] });
    expect(resets).toEqual([]);
  });

  it("comes once, however often it is delivered", async () => {
    const { server, heard } = await inRoom();
    poll(server, "tea?");
    await settle();
    const [event] = server.rooms.get("r")?.log ?? [];
    server.last.say("poll.opened", event?.data);
    server.last.say("chat.events", { room: "r", events: [event], head: 1, truncated: false });
    await settle();
    expect(heard).toEqual(["1 tea?"]);
  });

  it("waits for what is missing before it", async () => {
    const { server, heard } = await inRoom();
    poll(server, "lost", false);
    poll(server, "ahead");
    await settle();
    expect(heard).toEqual(["1 lost", "2 ahead"]);
    expect(server.last.of("chat.sync")).toMatchObject([{ rooms: { r: 0 } }]);
  });

  it("comes after a reconnect where the room is open", async () => {
    const { server, heard, resets } = await inRoom();
    server.post("r", "bob", "one");
    await settle();
    server.crash();
    for (let i = 0; i < 250; i++) poll(server, `${i}`);
    await pass(1_000);
    expect(heard).toHaveLength(250);
    expect([heard[0], heard.at(-1), resets]).toEqual(["2 0", "251 249", []]);
  });

  it("counts as unread only where the server says so", async () => {
    const { server, client } = await inRoom();
    poll(server, "tea?");
    await settle();
    expect(stateOf(client).room).toMatchObject({ head: 1, unread: 0 });
    server.last.say("chat.unread", { room: "r", unread: 1, mentions: 0 });
    await settle();
    expect(stateOf(client).room.unread).toBe(1);
  });

  it("counts as unread where it says so itself, unless it is one's own or erased", async () => {
    const { server, client } = await inRoom();
    server.appendOwn("r", "bob", "poll.opened", { unread: true, question: "tea?" });
    server.appendOwn("r", "alice", "poll.opened", { unread: true, question: "mine" });
    server.appendOwn("r", "bob", "poll.opened", { unread: true, deleted: true });
    await settle();
    expect(stateOf(client).room).toMatchObject({ head: 3, unread: 1 });
  });

  it("is nothing to hear of where it was erased, and leaves no gap", async () => {
    const { server, heard, resets } = await inRoom();
    server.crash();
    poll(server, "before");
    server.appendOwn("r", "bob", "poll.opened", { deleted: true });
    poll(server, "after");
    await pass(1_000);
    expect([heard, resets]).toEqual([["1 before", "3 after"], []]);
  });

  it("says no more what an erased user said", async () => {
    const { server, client } = await inRoom();
    poll(server, "tea?");
    server.append("r", "system", "chat.erased", { user: "bob" });
    await settle();
    const [own] = stateOf(client).entries;
    expect(own).toMatchObject({ kind: "own", event: { type: "poll.opened", data: { seq: 1, by: "bob", deleted: true } } });
    expect(own).not.toHaveProperty("event.data.question");
  });

  it("is loaded with the history, and not told again", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    server.post("r", "bob", "one");
    poll(server, "before");
    server.post("r", "bob", "three");
    const { client, heard, resets } = await inRoom({ server });
    expect(stateOf(client).entries.map(({ kind }) => kind)).toEqual(["message", "own", "message"]);
    expect([heard, resets]).toEqual([[], []]);
  });

  it("comes live in rooms that nobody has opened", async () => {
    const { server, heard } = await inRoom({ open: false });
    poll(server, "tea?");
    await settle();
    expect(heard).toEqual(["1 tea?"]);
  });

  it("comes also when a page of history was faster", async () => {
    const { server, client, heard, resets } = await inRoom({ open: false });
    poll(server, "slow", false);
    client.rooms.open("r");
    await settle();
    expect(heard).toEqual(["1 slow"]);
    server.last.say("poll.opened", server.rooms.get("r")?.log[0]?.data);
    await settle();
    expect([heard, resets]).toEqual([["1 slow"], []]);
  });

  it("comes also when it was faster than the list of rooms", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.rooms") return false;
      poll(server, "early");
      const room = server.rooms.get("r");
      if (room) socket.say("chat.rooms", { ref: data["ref"], rooms: [server.roomFor("alice", room)] });
      return true;
    };
    const { heard } = await inRoom({ server });
    expect(heard).toEqual(["1 early"]);
  });
});

describe("events that were passed over", () => {
  it("are told of where the room was not open", async () => {
    const { server, heard, resets } = await inRoom({ open: false });
    server.crash();
    poll(server, "missed");
    await pass(1_000);
    expect([heard, resets]).toEqual([[], ["r"]]);
    poll(server, "live again");
    await settle();
    expect([heard, resets]).toEqual([["2 live again"], ["r"]]);
  });

  it("are told of where more was missed than a sync brings", async () => {
    const { server, heard, resets } = await inRoom();
    server.crash();
    for (let i = 0; i < 1_001; i++) poll(server, `${i}`);
    for (let i = 0; i < 60; i++) server.post("r", "bob", `${i}`);
    poll(server, "the last");
    await pass(1_000);
    expect([heard, resets]).toEqual([[], ["r"]]);
  });

  it("are told of where the connection is lost while the history that stands for them is loaded", async () => {
    const { server, client, heard, resets } = await inRoom({ open: false });
    server.intercept = (_, { type }) => type === "chat.history";
    client.rooms.open("r");
    await settle();
    server.crash();
    poll(server, "missed");
    server.intercept = null;
    await pass(10_000);
    expect(stateOf(client).history).toBe("loaded");
    expect([heard.length, resets.length]).toEqual([0, 1]);
  });

  it("are none where the sync that should bring them is lost: the next one does", async () => {
    const { server, client, heard, resets } = await inRoom({ open: false });
    server.intercept = (_, { type }) => type === "chat.sync";
    poll(server, "lost on the way", false);
    client.rooms.open("r");
    await settle();
    expect([heard, resets]).toEqual([[], []]);
    server.intercept = null;
    server.crash();
    await pass(1_000);
    expect([heard, resets]).toEqual([["1 lost on the way"], []]);
  });

  it("are all where the store is another one", async () => {
    const { server, resets } = await inRoom();
    server.crash();
    server.epoch = "epoch-2";
    await pass(1_000);
    expect(resets).toEqual(["r"]);
  });

  it("are none where nothing happened", async () => {
    const { server, resets } = await inRoom({ open: false });
    server.crash();
    await pass(1_000);
    expect(resets).toEqual([]);
  });
});
