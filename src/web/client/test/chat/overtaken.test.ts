import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Client, Room } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";
import { held } from "../held.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** Alice in the room "r" with this many messages. */
async function inRoom({ count = 0, open = true } = {}) {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  for (let i = 1; i <= count; i++) server.post("r", "bob", `${i}`);
  const made = harness({ server });
  made.client.connect();
  await settle();
  if (open) made.client.rooms.open("r");
  await settle();
  return { ...made, server };
}

function stateOf(client: Client, room = "r") {
  const state = client.rooms.room(room)?.get();
  if (!state) throw new Error(`no room ${room}`);
  return state;
}

const seqs = (client: Client) => stateOf(client).entries.map(({ seq }) => seq);
const isWhole = (all: readonly number[]) => all.every((seq, at) => at === 0 || seq === (all[at - 1] ?? 0) + 1);

describe("a list of rooms that an event overtook", () => {
  it.each([true, false])("gives neither an old name nor an old last message back, and counts what came since (open: %s)", async (open) => {
    const { server, client } = await inRoom({ count: 1, open });
    const answer = held(server, "chat.rooms");
    server.crash();
    await pass(1_000);
    server.append("r", "bob", "chat.updated", { name: "new name" });
    server.post("r", "bob", "new");
    await settle();
    await answer();
    expect(stateOf(client).room).toMatchObject({ name: "new name", head: 3, unread: 2, last: { text: "new" } });
  });

  it("is no reason to keep quiet about a message that comes after it, although it knows of it", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    const { client } = harness({ server });
    const heard: string[] = [];
    client.onMessage(({ text }) => heard.push(text));
    client.connect();
    await settle();
    server.post("r", "bob", "late", false);
    server.last.say("chat.room", { room: server.roomFor("alice", server.rooms.get("r") ?? never()) });
    await settle();
    server.last.say("chat.message", server.rooms.get("r")?.log[0]?.data);
    await settle();
    expect(heard).toEqual(["late"]);
  });

  it("takes nothing away from what another tab has read while it was on its way", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    for (let i = 0; i < 3; i++) server.post("r", "bob", `${i}`);
    const { client } = harness({ server });
    const answer = held(server, "chat.rooms");
    client.connect();
    await settle();
    server.last.say("chat.unread", { room: "r", unread: 0, mentions: 0, upTo: 3, read: 3 });
    await settle();
    await answer();
    expect(stateOf(client).room).toMatchObject({ unread: 0, read: 3 });
  });
});

describe("a room that I left and came back to", () => {
  const back = (server: FakeServer): Room => ({ ...server.roomFor("alice", server.rooms.get("r") ?? never()), head: 5 });

  it("stays when the leaving is told once more", async () => {
    const { server, client } = await inRoom();
    const left = { room: "r", seq: 3, at: "2026-01-01T00:00:00.000Z", by: "alice", user: "alice" };
    server.last.say("chat.left", left);
    await settle();
    expect(client.rooms.list.get()).toEqual([]);
    server.last.say("chat.room", { room: back(server) });
    server.last.say("chat.left", left);
    await settle();
    expect(client.rooms.list.get().map(({ id }) => id)).toEqual(["r"]);
  });

  it("is not there again for an answer of before I left", async () => {
    const { server, client } = await inRoom();
    server.last.say("chat.left", { room: "r", seq: 3, at: "2026-01-01T00:00:00.000Z", by: "bob", user: "alice" });
    server.last.say("chat.room", { ref: "old", room: { ...back(server), head: 2 } });
    await settle();
    expect(client.rooms.list.get()).toEqual([]);
  });
});

describe("a page of history that was overtaken", () => {
  it("is no neighbour of what is left when many live messages came meanwhile", async () => {
    const { server, client } = await inRoom({ count: 200 });
    const answer = held(server, "chat.history");
    const older = client.rooms.loadOlder("r");
    for (let i = 0; i < 900; i++) server.post("r", "bob", "live");
    await settle();
    await answer();
    await older;
    expect(isWhole(seqs(client))).toBe(true);
  });

  it("leaves no hole when more came meanwhile than is remembered", async () => {
    const { server, client } = await inRoom({ count: 10, open: false });
    const answer = held(server, "chat.history");
    client.rooms.open("r");
    await settle();
    for (let i = 0; i < 300; i++) server.post("r", "bob", "live");
    await settle();
    await answer();
    expect(seqs(client).at(-1)).toBe(310);
    expect(isWhole(seqs(client))).toBe(true);
  });

  it("of before a log was loaded anew is no part of it", async () => {
    const { server, client } = await inRoom({ count: 200 });
    const answer = held(server, "chat.history");
    void client.rooms.loadOlder("r");
    for (let i = 0; i < 1_500; i++) server.post("r", "bob", "lost", false);
    server.last.say("session.lagging", { rooms: ["r"] });
    await settle();
    await answer();
    await pass(5_000);
    expect(seqs(client).at(-1)).toBe(1_700);
    expect(isWhole(seqs(client))).toBe(true);
  });

  it("comes although somebody looked for a message that isn't there meanwhile", async () => {
    const { server, client } = await inRoom({ count: 10, open: false });
    const answer = held(server, "chat.history");
    client.rooms.open("r");
    expect(await client.rooms.loadAround("r", "nothing")).toBe(false);
    await answer();
    expect(seqs(client)).toHaveLength(10);
  });

  it("brings back nothing that is past its time", async () => {
    const { server, client } = await inRoom({ count: 100 });
    const answer = held(server, "chat.history");
    const older = client.rooms.loadOlder("r");
    await settle();
    server.last.say("chat.expired", { room: "r", upTo: 60 });
    await settle();
    await answer();
    await older;
    expect(seqs(client)[0]).toBe(61);
  });

  it("made of two, of which one knows more, counts an answer of a thread once", async () => {
    const { server, client } = await inRoom({ count: 200 });
    server.intercept = (socket, frame) => {
      if (frame.type !== "chat.history" || frame.data["after"] === undefined) return false;
      server.intercept = null;
      server.post("r", "bob", "answer", true, { thread: "m110" });
      socket.receive(frame);
      return true;
    };
    await client.rooms.loadAt("r", 100);
    await settle();
    expect(stateOf(client).entries.find(({ seq }) => seq === 110)).toMatchObject({ message: { replies: 1 } });
  });

  it("doesn't count an answer of a thread that was deleted meanwhile", async () => {
    const { server, client } = await inRoom({ count: 100 });
    server.post("r", "bob", "answer", true, { thread: "m40" });
    await settle();
    const answer = held(server, "chat.history");
    const older = client.rooms.loadOlder("r");
    await settle();
    server.append("r", "bob", "chat.deleted", { id: "m101" });
    await settle();
    await answer();
    await older;
    expect(stateOf(client).entries.find(({ seq }) => seq === 40)).toMatchObject({ message: { replies: 0 } });
  });
});

describe("a room that the server skipped for a slow connection", () => {
  it("is asked for again where a sync was under way, which may not know of it", async () => {
    const { server, client } = await inRoom({ count: 1 });
    const answer = held(server, "chat.sync");
    server.post("r", "bob", "lost", false);
    server.post("r", "bob", "next");
    await settle();
    server.post("r", "bob", "skipped", false);
    server.last.say("session.lagging", { rooms: ["r"] });
    await settle();
    await answer();
    expect(seqs(client)).toEqual([1, 2, 3, 4]);
  });

  it("is asked for also where the list that names it comes later, and is older", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    const { client } = harness({ server });
    const list = held(server, "chat.rooms");
    client.connect();
    await settle();
    server.post("r", "bob", "skipped", false);
    server.last.say("session.lagging", { rooms: ["r"] });
    await settle();
    await list();
    expect(stateOf(client).room).toMatchObject({ head: 1, last: { text: "skipped" } });
  });

  it("has its name and its counts right when it misses too much", async () => {
    const { server, client } = await inRoom({ count: 1 });
    for (let i = 0; i < 1_200; i++) server.post("r", "bob", "skipped", false);
    server.last.say("session.lagging", { rooms: ["r"] });
    await settle();
    expect(stateOf(client).room).toMatchObject({ head: 1_201, unread: 1_201 });
  });
});

describe("a channel that I look into", () => {
  it("shows what was said while the answer was on its way, also where the list of rooms came between", async () => {
    const server = new FakeServer();
    const room = server.addRoom("c", "channel", "bob");
    const { client } = harness({ server });
    const [list, answer] = [held(server, "chat.rooms"), held(server, "chat.watch")];
    client.connect();
    await settle();
    const watching = client.rooms.watch(server.roomFor("alice", room));
    await settle();
    server.post("c", "bob", "hello");
    await settle();
    await list();
    await answer();
    await watching;
    expect(stateOf(client, "c").room).toMatchObject({ head: 1, last: { text: "hello" } });
  });

  it("stays closed when it was closed before the answer came", async () => {
    const { server, client } = await inRoom();
    const room = server.addRoom("c", "channel", "bob");
    const answer = held(server, "chat.watch");
    const watching = client.rooms.watch(server.roomFor("alice", room));
    await settle();
    client.rooms.unwatch("c");
    await answer();
    await watching;
    expect(client.rooms.previews.get()).toEqual([]);
    expect(server.last.of("chat.unwatch")).toHaveLength(1);
  });
});

describe("members", () => {
  const shown = (client: Client) => client.members.of("r").get().members.map(({ user }) => user);

  it("have who joined while the list was on its way", async () => {
    const { server, client } = await inRoom();
    const answer = held(server, "chat.members");
    client.members.load("r");
    await settle();
    server.append("r", "carol", "chat.joined", { user: "carol", role: "member" });
    await settle();
    await answer();
    expect([shown(client), client.members.of("r").get().total]).toEqual([["alice", "bob", "carol"], 3]);
  });

  it("have who joined in an event that came only by a sync, behind a later one", async () => {
    const { server, client } = await inRoom();
    client.members.load("r");
    await settle();
    server.append("r", "carol", "chat.joined", { user: "carol", role: "member" }, false);
    server.append("r", "dave", "chat.joined", { user: "dave", role: "member" });
    await settle();
    expect(shown(client)).toEqual(["alice", "bob", "carol", "dave"]);
  });

  it("are asked for again when the server couldn't answer", async () => {
    const { server, client } = await inRoom();
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.members") return false;
      server.intercept = null;
      socket.say("error", { ref: data["ref"], code: "unavailable", message: "not now", retryAfterMs: 500 });
      return true;
    };
    client.members.load("r");
    await pass(600);
    expect(client.members.of("r").get().state).toBe("unloaded");
  });
});

describe("what is pinned", () => {
  it("is kept up to date, without what was erased, and no older page stands beside a newer one", async () => {
    const { server, client } = await inRoom({ count: 3 });
    for (const id of ["m1", "m2"]) server.append("r", "bob", "chat.pinned", { id, on: true });
    await settle();
    const pins = client.rooms.pins("r");
    const release = pins?.hold();
    await settle();
    const ids = () => pins?.state.get().messages.map(({ id }) => id);
    expect(ids()).toEqual(["m2", "m1"]);
    const answer = held(server, "chat.pins");
    server.append("r", "bob", "chat.pinned", { id: "m3", on: true });
    await settle();
    server.append("r", "bob", "chat.pinned", { id: "m1", on: false });
    await settle();
    expect(ids()).toEqual(["m3", "m2"]);
    await answer();
    expect(ids()).toEqual(["m3", "m2"]);
    const asked = server.last.of("chat.pins").length;
    server.append("r", "system", "chat.erased", { user: "bob" });
    await settle();
    expect(server.last.of("chat.pins")).toHaveLength(asked + 1);
    release?.();
    await settle();
    expect(client.rooms.pins("r")).not.toBe(pins);
  });
});

describe("a thread", () => {
  it("is loaded anew where the room's log was passed over, and forgets what is past its time", async () => {
    const { server, client } = await inRoom({ count: 3, open: false });
    const thread = client.rooms.thread("r", "m3");
    thread?.hold();
    await settle();
    const texts = () => thread?.state.get().messages.map(({ text }) => text);
    server.crash();
    server.post("r", "bob", "missed", true, { thread: "m3" });
    await pass(5_000);
    expect(texts()).toEqual(["3", "missed"]);
    server.last.say("chat.expired", { room: "r", upTo: 3 });
    await settle();
    expect(texts()).toEqual(["missed"]);
  });
});

function never(): never {
  throw new Error("unreachable");
}
