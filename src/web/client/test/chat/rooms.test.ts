import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

function started() {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  server.addRoom("s", "group", "alice", "bob");
  const made = harness({ server });
  const ids = () => made.client.rooms.list.get().map(({ id }) => id).sort();
  return { ...made, ids };
}

describe("the list of rooms", () => {
  it.each(["unavailable", "rate-limited", "internal"])("is there although the server answers %s at first", async (code) => {
    const { server, client, ids } = started();
    let refused = 0;
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.rooms" || refused === 2) return false;
      refused++;
      socket.say("error", { ref: data["ref"], code, message: "not now", retryAfterMs: 500 });
      return true;
    };
    client.connect();
    await settle();
    expect([ids(), client.rooms.loaded.get()]).toEqual([[], false]);
    await pass(1_000);
    expect([ids(), client.rooms.loaded.get()]).toEqual([["r", "s"], true]);
    await pass(60_000);
    expect(server.last.of("chat.rooms")).toHaveLength(3);
  });

  it("keeps a room that I was added to while an older list was on its way, and not one that I was removed from", async () => {
    const { server, client, ids } = started();
    client.connect();
    await settle();
    let answer: () => void = () => undefined;
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.rooms") return false;
      const rooms = client.rooms.list.get();
      answer = () => socket.say("chat.rooms", { ref: data["ref"], rooms });
      return true;
    };
    server.crash();
    await pass(1_000);
    const [known] = client.rooms.list.get();
    server.last.say("chat.room", { room: { ...known, id: "new" } });
    server.last.say("chat.left", { room: "s", seq: 3, at: "2026-01-01T00:00:00.000Z", by: "bob", user: "alice" });
    await settle();
    answer();
    await settle();
    expect(ids()).toEqual(["new", "r"]);
  });
});

describe("what is asked again", () => {
  it("is each room's sync, though both were refused", async () => {
    const { server, client } = started();
    client.connect();
    await settle();
    for (const room of ["r", "s"]) client.rooms.open(room);
    await settle();
    let isAway = true;
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.sync" || !isAway) return false;
      socket.say("error", { ref: data["ref"], code: "unavailable", message: "not now", retryAfterMs: 1_000 });
      return true;
    };
    for (const room of ["r", "s"]) {
      server.post(room, "bob", "lost", false);
      server.post(room, "bob", "next");
      await settle();
    }
    isAway = false;
    await pass(1_000);
    const texts = (room: string) => client.rooms.room(room)?.get().entries.map((entry) => (entry.kind === "message" ? entry.message.text : entry.kind));
    expect([texts("r"), texts("s")]).toEqual([["lost", "next"], ["lost", "next"]]);
  });

  it("is no read mark of a room that I am not in any more", async () => {
    const { server, client } = started();
    client.connect();
    await settle();
    client.rooms.open("r");
    await settle();
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.read") return false;
      socket.say("error", { ref: data["ref"], code: "not-found", message: "There is no such room.", field: "room" });
      return true;
    };
    server.post("r", "bob", "hello");
    await settle();
    client.rooms.markRead("r", 1);
    await pass(60_000);
    expect(server.last.of("chat.read")).toHaveLength(1);
  });

  it("is the history of calls, until it is there", async () => {
    const { server, client } = started();
    let isAway = true;
    server.intercept = (socket, { type, data }) => {
      if (type !== "call.history" || !isAway) return false;
      socket.say("error", { ref: data["ref"], code: "unavailable", message: "not now", retryAfterMs: 200 });
      return true;
    };
    client.connect();
    client.calls.history.watch();
    await pass(500);
    expect(client.calls.history.state.get().isLoaded).toBe(false);
    isAway = false;
    await pass(200);
    expect(client.calls.history.state.get().isLoaded).toBe(true);
  });
});
