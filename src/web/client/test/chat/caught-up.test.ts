import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";
import { held } from "../held.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** Alice with an open room, a room that isn't open, and what she is told of messages. */
async function started() {
  const server = new FakeServer();
  server.addRoom("open", "group", "alice", "bob");
  server.addRoom("other", "group", "alice", "bob");
  const made = harness({ server });
  const told: string[] = [];
  made.client.onMessage(({ text }, { id }, { caughtUp }) => told.push(`${id}: ${text} (${caughtUp})`));
  made.client.connect();
  await settle();
  made.client.rooms.open("open");
  await settle();
  return { ...made, server, told };
}

const mention = (server: FakeServer, room: string, text: string) =>
  server.append(room, "bob", "chat.message", { id: `${room} ${text}`, key: text, text, mentions: ["alice"] });

describe("after sleep", () => {
  it("a room says once what was missed, and how much", async () => {
    const { server, told } = await started();
    server.crash();
    for (let i = 1; i <= 300; i++) server.post("open", "bob", `${i}`);
    for (let i = 1; i <= 7; i++) server.post("other", "bob", `${i}`);
    await pass(5_000);
    expect(told.sort()).toEqual(["open: 300 (300)", "other: 7 (7)"]);
    server.post("open", "bob", "live");
    await settle();
    expect(told.at(-1)).toBe("open: live (0)");
  });

  it("each mention of me is told, also in a room that isn't open, and nothing twice", async () => {
    const { server, told } = await started();
    server.crash();
    for (const room of ["open", "other"]) {
      for (let i = 1; i <= 30; i++) {
        for (let j = 0; j < 20; j++) server.post(room, "bob", "something else");
        mention(server, room, `mention ${i}`);
      }
    }
    await pass(10_000);
    for (const room of ["open", "other"]) {
      const of = told.filter((line) => line.startsWith(`${room}: `));
      expect(of).toEqual([...Array.from({ length: 30 }, (_, i) => `${room}: mention ${i + 1} (1)`), `${room}: something else (600)`]);
    }
  });

  it("the mentions of an open room that misses more than a sync brings are told as well", async () => {
    const { server, told } = await started();
    server.crash();
    mention(server, "open", "first");
    for (let i = 1; i <= 1_300; i++) server.post("open", "bob", `${i}`);
    await pass(10_000);
    expect(told).toEqual(["open: first (1)", "open: 1300 (1300)"]);
  });

  it.each([true, false])("a room that I left and came back to elsewhere tells once of what came before all that was known (the list knows of it: %s)", async (isKnown) => {
    const { server, client, told } = await started();
    server.crash();
    server.append("open", "alice", "chat.left", { user: "alice" }, false);
    server.append("open", "alice", "chat.joined", { user: "alice", role: "member" }, false);
    server.rooms.get("open")?.read.set("alice", 2);
    const sync = held(server, "chat.sync");
    // The list answers last: as of now, or as of when it is let go.
    const answers: (() => void)[] = [];
    const list = held(server, "chat.rooms");
    const { intercept } = server;
    if (isKnown) {
      server.intercept = (socket, frame) => {
        if (frame.type !== "chat.rooms") return intercept?.(socket, frame) ?? false;
        answers.push(() => intercept?.(socket, frame));
        return true;
      };
    }
    await pass(5_000);
    mention(server, "open", "welcome back");
    await settle();
    await sync();
    for (const answer of answers) answer();
    await list();
    await pass(5_000);
    expect(told).toEqual([expect.stringContaining("open: welcome back")]);
    expect(client.rooms.room("open")?.get().room).toMatchObject({ head: 3, unread: 1, mentions: 1, last: { text: "welcome back" } });
  });

  it("a room that I was added to meanwhile tells as well", async () => {
    const { server, told } = await started();
    server.crash();
    server.addRoom("new", "group", "alice", "bob");
    mention(server, "new", "welcome");
    await pass(5_000);
    expect(told).toEqual(["new: welcome (1)"]);
  });

  it("nothing is told that was read on another device, deleted, or is my own", async () => {
    const { server, told } = await started();
    server.crash();
    for (const room of ["open", "other"]) {
      mention(server, room, "read elsewhere");
      server.rooms.get(room)?.read.set("alice", 1);
      mention(server, room, "deleted");
      server.append(room, "bob", "chat.deleted", { id: `${room} deleted` });
      server.append(room, "alice", "chat.message", { id: `${room} mine`, key: "mine", text: "mine" });
    }
    await pass(5_000);
    expect(told).toEqual([]);
  });

  it("the mentions are searched for again when the server couldn't answer", async () => {
    const { server, told } = await started();
    server.crash();
    mention(server, "other", "you");
    let refusals = 2;
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.history" || refusals-- <= 0) return false;
      socket.say("error", { ref: data["ref"], code: "unavailable", message: "not now", retryAfterMs: 500 });
      return true;
    };
    await pass(10_000);
    expect(told).toEqual(["other: you (1)"]);
  });
});

describe("when the connection is lost again before the mentions are found", () => {
  it("they are found on the next one", async () => {
    const { server, told } = await started();
    server.crash();
    mention(server, "other", "you");
    server.intercept = (_, { type }) => type === "chat.history";
    await pass(5_000);
    server.intercept = null;
    server.crash();
    await pass(5_000);
    expect(told).toEqual(["other: you (1)"]);
  });
});

describe("when the connection is lost before a gap is filled wholly", () => {
  it("the mention that had come is told, also in a room that isn't open", async () => {
    const { server, told } = await started();
    mention(server, "other", "you");
    await settle();
    server.intercept = (socket, { type }) => {
      if (type !== "chat.sync") return false;
      const events = server.rooms.get("other")?.log.slice(1, 2);
      socket.say("chat.events", { room: "other", events, head: 3, truncated: false });
      return true;
    };
    server.append("other", "bob", "chat.message", { id: "lost", key: "lost", text: "lost", mentions: ["alice"] }, false);
    server.append("other", "bob", "chat.message", { id: "next", key: "next", text: "next" });
    await settle();
    server.intercept = null;
    server.crash();
    await pass(5_000);
    expect(told).toEqual(["other: you (0)", "other: next (0)", "other: lost (1)"]);
  });
});

describe("when the page begins", () => {
  it("nothing is told of what was there before", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    mention(server, "r", "yesterday");
    const { client } = harness({ server });
    const told: string[] = [];
    client.onMessage(({ text }) => told.push(text));
    client.connect();
    await pass(5_000);
    client.rooms.open("r");
    await pass(5_000);
    expect(told).toEqual([]);
  });
});
