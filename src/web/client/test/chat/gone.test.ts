import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { harness, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function inRoom() {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  const { client } = harness({ server });
  client.connect();
  await settle();
  client.rooms.open("r");
  await settle();
  const shown = () =>
    client.rooms
      .room("r")
      ?.get()
      .entries.flatMap((entry) => (entry.kind === "message" ? [entry.message.deleted ? "(deleted)" : entry.message.text] : []));
  return { server, client, shown };
}

describe("what was deleted while I was away", () => {
  it("is forgotten when a user was erased, and nobody else's", async () => {
    const { server, client, shown } = await inRoom();
    server.post("r", "bob", "secret");
    server.post("r", "alice", "hello");
    await settle();
    server.append("r", "system", "chat.erased", { user: "bob" });
    server.post("r", "bob", "new life");
    await settle();
    expect(shown()).toEqual(["(deleted)", "hello", "new life"]);
    expect(server.last.of("chat.sync")).toEqual([]);
    expect(client.rooms.list.get()[0]?.last?.text).toBe("new life");
  });

  it("is dropped when it is past its time", async () => {
    const { server, client, shown } = await inRoom();
    server.post("r", "bob", "old");
    const seq = server.post("r", "bob", "old too");
    await settle();
    server.last.say("chat.expired", { room: "r", upTo: seq });
    await settle();
    expect(shown()).toEqual([]);
    expect(client.rooms.list.get()[0]?.last).toBeUndefined();
    server.post("r", "bob", "new");
    await settle();
    expect(shown()).toEqual(["new"]);
  });

  it("comes empty in a sync, and changes nothing that is there", async () => {
    const { server, shown } = await inRoom();
    server.post("r", "alice", "mine");
    await settle();
    server.append("r", "bob", "chat.message", { id: "gone", key: "k", text: "", deleted: true });
    server.append("r", "bob", "chat.edited", { id: "m1", text: "" });
    server.append("r", "bob", "chat.reacted", { id: "m1", emoji: "", on: false });
    await settle();
    expect(shown()).toEqual(["mine", "(deleted)"]);
  });

  it("counts as unread no more than it notifies", async () => {
    const { server, client } = await inRoom();
    const heard: string[] = [];
    client.onMessage((message) => heard.push(message.id));
    server.append("r", "bob", "chat.message", { id: "gone", key: "k", text: "", deleted: true });
    server.append("r", "bob", "chat.deleted", { id: "gone" });
    server.append("r", "bob", "chat.message", { id: "there", key: "k2", text: "there" });
    await settle();
    expect(heard).toEqual(["there"]);
    expect(client.rooms.list.get()[0]?.unread).toBe(1);
  });
});
