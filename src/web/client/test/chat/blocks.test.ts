import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { blocks, connect, typing } from "../../src/chat/index.ts";
import { memoryOutbox } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";
import { held } from "../held.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** Alice in a group with Bob and Mallory, whom she has blocked. */
async function started(server = new FakeServer()) {
  server.addRoom("r", "group", "alice", "bob", "mallory");
  server.blocked.add("mallory");
  const made = harness({ server });
  const told: string[] = [];
  const seen = new Set<number>();
  made.client.onMessage(({ by, text }, _, { caughtUp }) => told.push(`${by}: ${text} (${caughtUp})`));
  made.client.rooms.list.subscribe(() => made.client.rooms.list.get().forEach(({ mentions }) => seen.add(mentions)));
  made.client.connect();
  await settle();
  return { ...made, server, told, seen, room: () => made.client.rooms.list.get()[0] };
}

const mention = (server: FakeServer, by: string, text: string) => server.append("r", by, "chat.message", { id: text, key: text, text, mentions: ["alice"] });

describe("a mention by somebody whom I have blocked", () => {
  it("is not counted for a moment, and nobody is told of it", async () => {
    const { server, told, seen, room } = await started();
    mention(server, "mallory", "hey");
    await settle();
    expect(room()).toMatchObject({ unread: 1, mentions: 0 });
    mention(server, "bob", "you");
    await settle();
    expect(room()).toMatchObject({ unread: 2, mentions: 1 });
    expect([...seen]).toEqual([0, 1]);
    expect(told).toEqual(["bob: you (0)"]);
  });

  it("is not counted either before it is known whom I have blocked", async () => {
    const server = new FakeServer();
    const answer = held(server, "people.blocks");
    const { told, seen, room } = await started(server);
    mention(server, "mallory", "hey");
    await settle();
    await answer();
    expect(room()).toMatchObject({ unread: 1, mentions: 0 });
    expect([...seen]).toEqual([0]);
    expect(told).toEqual([]);
  });

  it("counts again when I have taken that back", async () => {
    const { server, client, room } = await started();
    await client.blocks.unblock("mallory");
    mention(server, "mallory", "sorry");
    await settle();
    expect(room()).toMatchObject({ mentions: 1 });
  });

  it("doesn't stand for what was missed, in whose place others are found", async () => {
    const { server, told } = await started();
    server.crash();
    server.post("r", "bob", "hello");
    mention(server, "bob", "you");
    mention(server, "mallory", "hey");
    await pass(5_000);
    expect(told).toEqual(["bob: you (1)", "bob: hello (2)"]);
  });

  it("nor is the last of what was missed told, where it is theirs", async () => {
    const { server, told } = await started();
    server.crash();
    for (let i = 1; i <= 3; i++) server.post("r", "bob", `${i}`);
    server.post("r", "mallory", "hey");
    await pass(5_000);
    expect(told).toEqual(["bob: 3 (4)"]);
  });
});

describe("whom I have blocked", () => {
  it("is known by all pages of the list, and follows my other devices", async () => {
    const server = new FakeServer();
    for (let i = 0; i < 120; i++) server.blocked.add(`u${i}`);
    const { client } = await started(server);
    expect(client.blocks.all.get()?.size).toBe(121);
    server.block("bob", true);
    await settle();
    expect(client.blocks.has("bob")).toBe(true);
    server.block("bob", false);
    await settle();
    expect(client.blocks.has("bob")).toBe(false);
  });

  it("is what was told last, also where the list was on its way", async () => {
    const { server, client } = await started();
    const answer = held(server, "people.blocks");
    server.block("bob", true);
    await settle();
    server.block("bob", false);
    await settle();
    await answer();
    expect(client.blocks.has("bob")).toBe(false);
  });

  it("is asked for again where the server couldn't answer, and holds nothing back", async () => {
    const server = new FakeServer();
    let refusals = 1;
    server.intercept = (socket, { type, data }) => {
      if (type !== "people.blocks" || refusals-- <= 0) return false;
      socket.say("error", { ref: data["ref"], code: "unavailable", message: "not now", retryAfterMs: 500 });
      return true;
    };
    const { client } = await started(server);
    expect(client.rooms.loaded.get()).toBe(true);
    expect(client.blocks.all.get()).toBeNull();
    await pass(1_000);
    expect(client.blocks.has("mallory")).toBe(true);
  });

  it("doesn't show as typing", async () => {
    const { server, client } = await started();
    for (const user of ["mallory", "bob"]) server.last.say("chat.typing", { room: "r", user, on: true });
    await settle();
    expect(client.typing.in("r").get()).toEqual(["bob"]);
  });

  it("is a part that a client of chat alone may have as well", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "mallory");
    server.blocked.add("mallory");
    const client = connect({ server: "https://example.com", user: "alice", token: "alice.token", createSocket: server.dial, log: () => undefined, outbox: memoryOutbox(), parts: { blocks, typing } });
    await settle();
    mention(server, "mallory", "hey");
    server.last.say("chat.typing", { room: "r", user: "mallory", on: true });
    await settle();
    expect(client.rooms.list.get()[0]).toMatchObject({ unread: 1, mentions: 0 });
    expect(client.typing.in("r").get()).toEqual([]);
    client.close();
  });
});
