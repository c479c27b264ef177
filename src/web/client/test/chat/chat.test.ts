import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle, type HarnessOptions } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function inRoom(options: HarnessOptions = {}) {
  const server = options.server ?? new FakeServer();
  if (!server.rooms.has("r")) server.addRoom("r", "group", "alice", "bob");
  const made = harness({ ...options, server });
  made.client.connect();
  await settle();
  made.client.rooms.open("r");
  await settle();
  return made;
}

function stateOf(client: Client, room = "r") {
  const state = client.rooms.room(room)?.get();
  if (!state) throw new Error(`no room ${room}`);
  return state;
}

function texts(client: Client, room = "r"): string[] {
  return stateOf(client, room).entries.map((entry) => (entry.kind === "message" ? entry.message.text : entry.kind));
}

const pending = (client: Client) => client.outbox.items.get().map(({ text, state }) => `${text}: ${state}`);

describe("a room's log", () => {
  it("shows history and what comes live, each once, in order", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    server.post("r", "bob", "one");
    const { client } = await inRoom({ server });
    const heard: string[] = [];
    client.onMessage(({ text }) => heard.push(text));
    server.post("r", "bob", "two");
    await settle();
    for (const event of server.rooms.get("r")?.log ?? []) server.last.say("chat.message", event.data);
    await settle();
    expect([texts(client), heard]).toEqual([["one", "two"], ["two"]]);
  });

  it("asks for what is missing when a number is left out, and keeps the order", async () => {
    const { server, client } = await inRoom();
    server.post("r", "bob", "one");
    server.post("r", "bob", "lost on the way", false);
    server.post("r", "bob", "three");
    await settle();
    expect(server.last.of("chat.sync")).toMatchObject([{ rooms: { r: 1 } }]);
    expect(texts(client)).toEqual(["one", "lost on the way", "three"]);
  });

  it("goes on with what came ahead of a hole once the hole is filled, without asking for it", async () => {
    const { server, client } = await inRoom();
    let ref: unknown;
    server.intercept = (_, { type, data }) => {
      if (type !== "chat.sync") return false;
      ref = data["ref"];
      return true;
    };
    server.post("r", "bob", "lost", false);
    server.post("r", "bob", "ahead");
    await settle();
    const lost = server.rooms.get("r")?.log[0];
    server.last.say("chat.events", { room: "r", events: [{ type: "chat.message", data: lost?.data }], head: 1, truncated: false });
    server.last.say("chat.synced", { ref });
    await settle();
    expect([texts(client), server.last.of("chat.sync")]).toMatchObject([["lost", "ahead"], [{ rooms: { r: 0 } }]]);
  });

  it("asks again when the sync itself is lost", async () => {
    const { server, client } = await inRoom();
    server.intercept = (_, { type }) => type === "chat.sync";
    server.post("r", "bob", "lost", false);
    server.post("r", "bob", "two");
    await pass(30_000);
    expect(texts(client)).toEqual([]);
    server.intercept = null;
    await pass(3_000);
    expect(texts(client)).toEqual(["lost", "two"]);
  });

  it("syncs the rooms that the server skipped for a slow connection", async () => {
    const { server, client } = await inRoom();
    server.post("r", "bob", "skipped", false);
    server.last.say("session.lagging", { rooms: ["r"] });
    await settle();
    expect(texts(client)).toEqual(["skipped"]);
  });

  it("catches up after a reconnect, page by page", async () => {
    const { server, client } = await inRoom();
    server.post("r", "bob", "before");
    await settle();
    server.crash();
    for (let i = 0; i < 450; i++) server.post("r", "bob", `missed ${i}`);
    await pass(1_000);
    expect(server.last.of("chat.sync")).toMatchObject([{ rooms: { r: 1 } }]);
    expect(texts(client)).toHaveLength(451);
    expect(stateOf(client).seen).toBe(451);
    expect(stateOf(client).room.unread).toBe(451);
  });

  it("loads anew what misses more than a sync gives", async () => {
    const { server, client } = await inRoom();
    server.post("r", "bob", "before");
    await settle();
    server.crash();
    for (let i = 0; i < 1_200; i++) server.post("r", "bob", `missed ${i}`);
    await pass(1_000);
    expect(texts(client)).toHaveLength(50);
    expect(texts(client).at(-1)).toBe("missed 1199");
    expect(stateOf(client)).toMatchObject({ seen: 1_201, more: true });
  });

  it("forgets everything when the store is another one", async () => {
    const { server, client } = await inRoom();
    server.post("r", "bob", "of the old store");
    await settle();
    server.crash();
    server.epoch = "epoch-2";
    server.rooms.clear();
    server.addRoom("r", "group", "alice", "bob");
    server.post("r", "bob", "of the new store");
    await pass(1_000);
    client.rooms.open("r");
    await settle();
    expect(texts(client)).toEqual(["of the new store"]);
    expect(server.last.of("chat.sync")).toEqual([]);
  });

  it("tells at the server's pace what was read without a connection", async () => {
    const server = new FakeServer();
    const rooms = Array.from({ length: 120 }, (_, i) => server.addRoom(`r${i}`, "group", "alice", "bob"));
    for (const { id } of rooms) server.post(id, "bob", "hello");
    const { client } = harness({ server });
    client.connect();
    await settle();
    server.limitsRates = true;
    server.crash();
    for (const { id } of rooms) client.rooms.markRead(id, 1);
    await pass(20_000);
    expect(rooms.filter(({ read }) => read.get("alice") === 1)).toHaveLength(120);
    expect(server.sockets).toHaveLength(2);
  });

  it("applies what changed while an older page was on its way", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    for (let i = 1; i <= 60; i++) server.post("r", "bob", `${i}`);
    const { client } = await inRoom({ server });
    const oldPage = { messages: server.messages(server.rooms.get("r") ?? never()).slice(0, 10), head: 60 };
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.history") return false;
      setTimeout(() => socket.say("chat.history", { ref: data.ref, room: "r", ...oldPage, more: false }), 100);
      return true;
    };
    void client.rooms.loadOlder("r");
    server.append("r", "bob", "chat.edited", { id: oldPage.messages[0]?.id ?? "", text: "edited" });
    await pass(200);
    expect(texts(client).slice(0, 2)).toEqual(["edited", "2"]);
    expect(stateOf(client).more).toBe(false);
  });

  it("finds calls and joins, which history doesn't carry", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    server.post("r", "bob", "one");
    server.append("r", "bob", "chat.call", { callId: "c", outcome: "timeout", durationMs: 0, media: "audio" });
    server.post("r", "bob", "three");
    const { client } = await inRoom({ server });
    expect(texts(client)).toEqual(["one", "call", "three"]);
  });

  it("keeps reactions, pins, edits and deletions as they stand", async () => {
    const { server, client } = await inRoom();
    server.post("r", "bob", "hello");
    await settle();
    const id = stateOf(client).room.last?.id ?? "";
    server.append("r", "bob", "chat.reacted", { id, emoji: "👍", on: true });
    server.append("r", "alice", "chat.reacted", { id, emoji: "👍", on: true });
    server.append("r", "bob", "chat.reacted", { id, emoji: "👍", on: false });
    server.append("r", "alice", "chat.pinned", { id, on: true });
    server.append("r", "bob", "chat.edited", { id, text: "hullo" });
    await settle();
    expect(stateOf(client).entries[0]).toMatchObject({ message: { text: "hullo", pinned: true, reactions: { "👍": ["alice"] } } });
    server.append("r", "bob", "chat.deleted", { id });
    await settle();
    expect(stateOf(client).entries[0]).toMatchObject({ message: { text: "", deleted: true, reactions: {} } });
  });

  it("shows where the links of a message lead, as the log says it last, in the list of rooms too", async () => {
    const { server, client } = await inRoom();
    server.post("r", "alice", "https://example.com/");
    await settle();
    const entry = stateOf(client).entries.at(-1);
    const id = entry?.kind === "message" ? entry.message.id : never();
    const previews = [{ url: "https://example.com/", title: "Example" }];
    server.append("r", "alice", "chat.previewed", { id, previews });
    await settle();
    expect(stateOf(client).entries.at(-1)).toMatchObject({ message: { previews } });
    expect(stateOf(client).room.last).toMatchObject({ id, previews });
    server.append("r", "alice", "chat.previewed", { id });
    await settle();
    expect(stateOf(client).entries.at(-1)).toMatchObject({ message: { previews: [] } });
    server.append("r", "alice", "chat.previewed", { id, previews });
    await settle();
    const removing = client.rooms.unpreview("r", id);
    expect(stateOf(client).entries.at(-1)).toMatchObject({ message: { previews } });
    await removing;
    expect(server.last.of("chat.unpreview")).toMatchObject([{ room: "r", id }]);
    expect(stateOf(client).entries.at(-1)).toMatchObject({ message: { previews: [] } });
  });

  it("sends what the app says with a message, and forgets it when that is deleted", async () => {
    const { server, client } = await inRoom();
    const { key } = client.outbox.add({ room: "r", text: "Order 7", data: { order: 7 } });
    await settle();
    expect(server.last.of("chat.send")).toEqual([expect.objectContaining({ room: "r", key, text: "Order 7", data: { order: 7 } })]);
    expect(Object.keys(server.last.of("chat.send")[0] as object)).not.toContain("state");
    server.post("r", "bob", "theirs", true, { data: { order: 8 } });
    await settle();
    const entry = stateOf(client).entries.at(-1);
    expect(entry).toMatchObject({ message: { data: { order: 8 } } });
    const id = entry?.kind === "message" ? entry.message.id : never();
    server.append("r", "bob", "chat.deleted", { id });
    await settle();
    expect(JSON.stringify(stateOf(client).entries.at(-1))).not.toContain("order");
  });

  it("tells the server where its user wants no previews", async () => {
    const { server, client } = await inRoom();
    client.outbox.add({ room: "r", text: "https://example.com/", previews: false });
    await settle();
    expect(server.last.of("chat.send")).toMatchObject([{ text: "https://example.com/", previews: false }]);
  });

  it("loads the history as soon as there is a connection, when it failed without one", async () => {
    const { server, client } = await inRoom();
    server.addRoom("s", "group", "alice");
    server.post("s", "alice", "here");
    server.last.say("chat.room", { room: server.roomFor("alice", server.rooms.get("s") ?? never()) });
    await settle();
    server.crash();
    client.rooms.open("s");
    await pass(2_000);
    expect(texts(client, "s")).toEqual(["here"]);
  });
});

describe("the list of rooms", () => {
  it("counts what is unread, and what was read here or elsewhere", async () => {
    const { server, client } = await inRoom();
    server.post("r", "bob", "one");
    server.post("r", "bob", "two");
    await settle();
    expect(client.rooms.list.get()[0]).toMatchObject({ unread: 2, head: 2 });
    client.rooms.markRead("r", 2);
    expect(client.rooms.list.get()[0]?.unread).toBe(0);
    await pass(300);
    expect(server.last.of("chat.read")).toMatchObject([{ room: "r", seq: 2 }]);
    server.last.say("chat.unread", { room: "r", unread: 5, mentions: 1 });
    await settle();
    expect(client.rooms.list.get()[0]).toMatchObject({ unread: 5, mentions: 1 });
  });

  it("reads at most once in 300 ms, up to the last", async () => {
    const { server, client } = await inRoom();
    for (let seq = 1; seq <= 5; seq++) {
      server.post("r", "bob", `${seq}`);
      await settle();
      client.rooms.markRead("r", seq);
    }
    await pass(1_000);
    expect(server.last.of("chat.read")).toMatchObject([{ seq: 5 }]);
  });

  it("tells again what was read without a connection, or what the server couldn't take", async () => {
    const { server, client } = await inRoom();
    server.post("r", "bob", "one");
    server.post("r", "bob", "two");
    await settle();
    server.crash();
    client.rooms.markRead("r", 1);
    await pass(1_500);
    expect(server.last.of("chat.read")).toMatchObject([{ seq: 1 }]);
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.read") return false;
      server.intercept = null;
      socket.say("error", { ref: data.ref, code: "rate-limited", message: "slow down" });
      return true;
    };
    client.rooms.markRead("r", 2);
    await pass(5_000);
    expect(server.rooms.get("r")?.read.get("alice")).toBe(2);
    expect(client.rooms.list.get()[0]?.unread).toBe(0);
  });

  it("takes in a room that I am added to, with what was said before the list named it", async () => {
    const { server, client } = await inRoom();
    const room = server.addRoom("new", "group", "alice", "bob");
    server.post("new", "bob", "welcome");
    await settle();
    expect(client.rooms.room("new")).toBeUndefined();
    server.last.say("chat.room", { room: { ...server.roomFor("alice", room), head: 0, unread: 0, last: undefined } });
    await settle();
    expect(client.rooms.list.get().map(({ id }) => id)).toEqual(["new", "r"]);
    expect(client.rooms.room("new")?.get().room).toMatchObject({ unread: 1, head: 1 });
  });

  it("drops a room that I left or was removed from", async () => {
    const { server, client } = await inRoom();
    server.append("r", "bob", "chat.left", { user: "alice" });
    await settle();
    expect(client.rooms.list.get()).toEqual([]);
  });

  it("doesn't count again what the list has counted, when the events come after it", async () => {
    const { server, client } = await inRoom();
    server.post("r", "bob", "one");
    await settle();
    server.crash();
    server.post("r", "bob", "two");
    server.append("r", "bob", "chat.joined", { user: "carol", role: "member" });
    server.rooms.get("r")?.members.add("carol");
    server.intercept = (socket, frame) => {
      if (frame.type !== "chat.sync") return false;
      server.intercept = null;
      setTimeout(() => socket.receive(frame), 500);
      return true;
    };
    await pass(1_000);
    expect(client.rooms.list.get()[0]).toMatchObject({ unread: 2, members: 3, head: 3 });
    await pass(1_000);
    expect(stateOf(client).seen).toBe(3);
    expect(client.rooms.list.get()[0]).toMatchObject({ unread: 2, members: 3, head: 3 });
  });

  it("keeps who has read how far", async () => {
    const { server, client } = await inRoom();
    server.last.say("chat.receipt", { room: "r", user: "bob", read: 3, delivered: 4 });
    await settle();
    expect(stateOf(client).receipts).toEqual({ bob: { read: 3, delivered: 4 } });
  });
});

describe("the outbox", () => {
  it("shows a message at once, and lets go of it when its event has come", async () => {
    const { client } = await inRoom();
    const { key } = client.outbox.add({ room: "r", text: "hello" });
    expect(pending(client)).toEqual(["hello: sending"]);
    await settle();
    expect(pending(client)).toEqual([]);
    expect(stateOf(client).entries[0]).toMatchObject({ message: { text: "hello", key } });
  });

  it("sends again with the same key after a reconnect, so that it is stored once", async () => {
    const { server, client } = await inRoom();
    server.intercept = (socket, frame) => {
      if (frame.type !== "chat.send") return false;
      // Stored, but neither the answer nor the event arrives.
      server.append("r", socket.user, "chat.message", { id: "m", key: String(frame.data.key), text: "hello" }, false);
      server.rooms.get("r")?.keys.set(`alice ${String(frame.data.key)}`, { id: "m", seq: 1, at: new Date().toISOString() });
      return true;
    };
    const { key } = client.outbox.add({ room: "r", text: "hello" });
    await settle();
    const first = server.last;
    server.crash();
    expect(pending(client)).toEqual(["hello: queued"]);
    server.intercept = null;
    await pass(1_000);
    expect([first.of("chat.send")[0]?.key, server.last.of("chat.send")[0]?.key]).toEqual([key, key]);
    expect([pending(client), texts(client)]).toEqual([[], ["hello"]]);
  });

  it("keeps the order of a room, one at a time", async () => {
    const { server, client } = await inRoom();
    server.crash();
    for (const text of ["one", "two", "three"]) client.outbox.add({ room: "r", text });
    await pass(1_000);
    expect(texts(client)).toEqual(["one", "two", "three"]);
    server.intercept = (_, { type }) => type === "chat.send";
    client.outbox.add({ room: "r", text: "four" });
    client.outbox.add({ room: "r", text: "five" });
    await settle();
    expect(server.last.of("chat.send").map(({ text }) => text)).toEqual(["one", "two", "three", "four"]);
  });

  it("survives a reload of the page", async () => {
    const { server, client, outbox } = await inRoom();
    server.crash();
    const { key } = client.outbox.add({ room: "r", text: "typed in the tunnel" });
    client.close();
    const again = await inRoom({ server, outbox });
    expect(stateOf(again.client).entries[0]).toMatchObject({ message: { text: "typed in the tunnel", key } });
    expect(pending(again.client)).toEqual([]);
  });

  it("waits as long as the server asks, and as it likes when it is busy", async () => {
    const { server, client } = await inRoom();
    let refusals = 1;
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.send" || refusals-- <= 0) return false;
      socket.say("error", { ref: data.ref, code: "rate-limited", message: "slow down", retryAfterMs: 5_000 });
      return true;
    };
    client.outbox.add({ room: "r", text: "one" });
    client.outbox.add({ room: "r", text: "two" });
    await pass(4_999);
    expect(pending(client)).toEqual(["one: queued", "two: queued"]);
    await pass(1);
    expect(texts(client)).toEqual(["one", "two"]);
  });

  it("sends again what was not answered in time, on the same connection", async () => {
    const { server, client } = await inRoom();
    server.intercept = (_, { type }) => type === "chat.send";
    client.outbox.add({ room: "r", text: "hello" });
    await pass(10_000);
    server.intercept = null;
    await pass(2_000);
    expect(server.last.of("chat.send")).toHaveLength(2);
    expect(texts(client)).toEqual(["hello"]);
  });

  it("stays below the server's rate limit with a long outbox", async () => {
    const { server, client } = await inRoom();
    server.crash();
    for (let i = 0; i < 100; i++) client.outbox.add({ room: "r", text: `${i}` });
    await pass(750);
    await pass(1_000);
    // 20 a second with a burst of 40, of which messages take six tenths.
    expect(server.last.of("chat.send")).toHaveLength(24 + 12);
    await pass(6_000);
    expect(texts(client)).toHaveLength(100);
  });

  it("gives up what is refused, goes on with the next, and tries it again on demand", async () => {
    const { server, client } = await inRoom();
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.send" || data.text !== "bad") return false;
      socket.say("error", { ref: data.ref, code: "forbidden", message: "no" });
      return true;
    };
    const { key } = client.outbox.add({ room: "r", text: "bad" });
    client.outbox.add({ room: "r", text: "good" });
    await settle();
    expect(pending(client)).toEqual(["bad: failed"]);
    expect(texts(client)).toEqual(["good"]);
    server.intercept = null;
    client.outbox.retry(key);
    await settle();
    expect(texts(client)).toEqual(["good", "bad"]);
  });

  it("doesn't send what the server would not take, nor what it closed for", async () => {
    const { server, client } = await inRoom();
    client.outbox.add({ room: "r", text: "x".repeat(70_000) });
    expect(server.last.of("chat.send")).toEqual([]);
    expect(client.outbox.items.get()[0]).toMatchObject({ state: "failed", error: "too-large" });
    server.intercept = (_, { type }) => type === "chat.send";
    client.outbox.add({ room: "r", text: "odd" });
    await settle();
    server.last.end(1007);
    server.intercept = null;
    await pass(5_000);
    expect(client.outbox.items.get()[1]).toMatchObject({ text: "odd", state: "failed" });
    expect(server.last.of("chat.send")).toEqual([]);
  });
});

describe("typing", () => {
  it("is told at most every 3 s, and ended after 4 s of silence", async () => {
    const { server, client } = await inRoom();
    for (let i = 0; i < 8; i++) {
      client.typing.changed("r", true);
      await pass(500);
    }
    expect(server.last.of("chat.typing")).toEqual([
      { room: "r", on: true },
      { room: "r", on: true },
    ]);
    await pass(4_000);
    expect(server.last.of("chat.typing").at(-1)).toEqual({ room: "r", on: false });
  });

  it("is not told between messages that follow each other fast", async () => {
    const { server, client } = await inRoom();
    for (let i = 0; i < 5; i++) {
      client.typing.changed("r", true);
      client.typing.sent("r");
      await pass(200);
    }
    expect(server.last.of("chat.typing")).toEqual([{ room: "r", on: true }]);
  });

  it("of others ends after 6 s, or with their message", async () => {
    const { server, client } = await inRoom();
    const say = () => server.last.say("chat.typing", { room: "r", user: "bob", on: true });
    say();
    await pass(5_999);
    expect(client.typing.in("r").get()).toEqual(["bob"]);
    await pass(1);
    expect(client.typing.in("r").get()).toEqual([]);
    say();
    await settle();
    server.post("r", "bob", "done");
    await settle();
    expect(client.typing.in("r").get()).toEqual([]);
  });
});

function never(): never {
  throw new Error("unreachable");
}
