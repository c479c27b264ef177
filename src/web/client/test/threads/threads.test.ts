import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { threads } from "../../src/threads/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

interface Told {
  readonly root: string;
  readonly read: number;
  readonly unread: number;
  readonly last: number;
}

/** Alice among others, and a server that says of her threads what a test wants. */
async function connected(...first: Told[]) {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  for (const text of ["one", "two", "three", "four"]) server.post("r", text === "one" ? "alice" : "bob", text);
  let told: readonly Told[] = first;
  const message = (id: string, seq: number) => ({ id, seq, at: "1970-01-01T00:00:00.000Z", by: "bob", key: id, text: id, mentions: [], attachments: [], reactions: {} });
  server.answers.set("chat.threads", () => ({
    type: "chat.threads",
    data: { threads: told.map(({ root, read, unread, last }) => ({ room: "r", root: message(root, 1), replies: unread, unread, mentions: 0, read, last: message("last", last) })), more: false, unread: told.length },
  }));
  server.answers.set("chat.read-thread", (_, { room, thread, seq }) => ({ type: "chat.thread", data: { room, thread, follows: true, read: Number(seq) } }));
  server.answers.set("chat.follow-thread", (_, { room, thread, on }) => ({ type: "chat.thread", data: { room, thread, follows: on === true, read: 9 } }));
  const made = harness({ server });
  const part = threads(made.client);
  made.client.connect();
  await settle();
  return {
    ...made,
    part,
    counts: () => Object.fromEntries([...part.state.get().marks].map(([root, { unread }]) => [root, unread])),
    say: (next: Told[]) => {
      told = next;
    },
    reply: async (by: string, root: string, mentions: string[] = []) => {
      const seq = server.post("r", by, "reply", true, { thread: root, mentions });
      await settle();
      return seq;
    },
    asked: () => server.last.of("chat.threads").length,
  };
}

describe("threads that I follow", () => {
  it("are counted by what the server said and by what comes", async () => {
    const { part, counts, reply, asked } = await connected({ root: "m1", read: 1, unread: 2, last: 4 });
    expect([counts(), part.state.get().unread, part.state.get().isKnown]).toEqual([{ m1: 2 }, 1, true]);
    await reply("bob", "m1");
    expect(counts()).toEqual({ m1: 3 });
    await reply("bob", "m2", ["alice"]);
    expect([counts(), part.of("m2")?.mentions, part.state.get().unread]).toEqual([{ m1: 3, m2: 1 }, 1, 2]);
    await reply("alice", "m1");
    expect([counts(), part.state.get().unread, asked()]).toEqual([{ m1: 0, m2: 1 }, 1, 1]);
  });

  it("are asked about where nothing is known of one, once for all of its replies", async () => {
    const { counts, reply, asked, say } = await connected();
    await reply("bob", "m1");
    await reply("bob", "m2");
    say([{ root: "m1", read: 1, unread: 1, last: 6 }]);
    await pass(1_000);
    expect([counts(), asked()]).toEqual([{ m1: 1, m2: 0 }, 2]);
    await reply("bob", "m2");
    await reply("bob", "m1");
    await pass(5_000);
    expect([counts(), asked()]).toEqual([{ m1: 2, m2: 0 }, 2]);
  });

  it("are counted once, whether a reply comes before or behind the answer", async () => {
    const { server, counts, say } = await connected({ root: "m1", read: 1, unread: 1, last: 4 });
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.threads") return false;
      // The answer was made before this reply, which overtakes it.
      server.intercept = () => false;
      server.post("r", "bob", "reply", true, { thread: "m1" });
      socket.say("chat.threads", { ref: data.ref, threads: [], more: false, unread: 0 });
      return true;
    };
    server.last.say("session.lagging", { rooms: ["r"] });
    await pass(1_500);
    expect(counts()).toEqual({ m1: 1 });
    say([{ root: "m1", read: 4, unread: 1, last: 6 }]);
    server.last.say("session.lagging", { rooms: ["r"] });
    await pass(1_500);
    expect(counts()).toEqual({ m1: 1 });
  });

  it("are read at once, on all devices, and never unread again by an older mark", async () => {
    const { server, part, counts } = await connected({ root: "m1", read: 1, unread: 2, last: 4 });
    const reading = part.read("r", "m1", 4);
    expect(counts()).toEqual({ m1: 0 });
    await settle();
    await reading;
    expect(server.last.of("chat.read-thread")).toMatchObject([{ room: "r", thread: "m1", seq: 4 }]);
    await part.read("r", "m1", 3);
    await part.read("r", "m2", 3);
    expect(server.last.of("chat.read-thread")).toHaveLength(1);
    server.last.say("chat.thread", { room: "r", thread: "m1", follows: true, read: 2 });
    await settle();
    expect(part.of("m1")?.read).toBe(4);
  });

  it("are read by another device as far as that has seen them", async () => {
    const { server, counts, say } = await connected({ root: "m1", read: 1, unread: 3, last: 4 });
    say([{ root: "m1", read: 2, unread: 2, last: 4 }]);
    server.last.say("chat.thread", { room: "r", thread: "m1", follows: true, read: 2 });
    await pass(1_000);
    expect(counts()).toEqual({ m1: 2 });
    server.last.say("chat.thread", { room: "r", thread: "m1", follows: true, read: 4 });
    await settle();
    expect(counts()).toEqual({ m1: 0 });
  });

  it("count nothing once they are left, until somebody mentions me", async () => {
    const { part, counts, reply } = await connected({ root: "m1", read: 1, unread: 2, last: 4 });
    const leaving = part.follow("r", "m1", false);
    await settle();
    await leaving;
    await reply("bob", "m1");
    expect([counts(), part.of("m1")?.follows, part.state.get().unread]).toEqual([{ m1: 0 }, false, 0]);
    await reply("bob", "m1", ["alice"]);
    expect([counts(), part.of("m1")?.follows]).toEqual([{ m1: 1 }, true]);
  });

  it("are counted anew when something is deleted, and after each reconnect", async () => {
    const { server, counts, say, asked } = await connected({ root: "m1", read: 1, unread: 2, last: 4 });
    say([{ root: "m1", read: 1, unread: 1, last: 3 }]);
    server.append("r", "bob", "chat.deleted", { id: "m4" });
    await pass(1_000);
    expect(counts()).toEqual({ m1: 1 });
    say([]);
    server.last.end(1006);
    await pass(20_000);
    expect([counts(), asked()]).toEqual([{ m1: 0 }, 1]);
  });

  it("are read on the server as well when it is back, if they were read while it was away", async () => {
    const { server, part, counts } = await connected({ root: "m1", read: 1, unread: 2, last: 4 });
    server.last.end(1006);
    await part.read("r", "m1", 4).catch(() => undefined);
    await pass(20_000);
    expect([counts(), server.last.of("chat.read-thread")]).toMatchObject([{ m1: 0 }, [{ thread: "m1", seq: 4 }]]);
  });

  it("go with the room that I leave", async () => {
    const { server, part, counts } = await connected({ root: "m1", read: 1, unread: 2, last: 4 });
    server.append("r", "bob", "chat.left", { user: "bob" });
    await settle();
    expect(counts()).toEqual({ m1: 2 });
    server.append("r", "bob", "chat.left", { user: "alice" });
    await settle();
    expect([counts(), part.state.get().unread]).toEqual([{}, 0]);
  });

  it("are read all at once, as far as the server lists them", async () => {
    const { server, part, counts, say } = await connected({ root: "m1", read: 1, unread: 2, last: 4 }, { root: "m2", read: 1, unread: 1, last: 5 });
    const reading = part.readAll();
    await settle();
    await reading;
    expect([counts(), server.last.of("chat.read-thread").map(({ thread, seq }) => [thread, seq])]).toEqual([{ m1: 0, m2: 0 }, [["m1", 4], ["m2", 5]]]);
    say([]);
  });

  it("are missed by nobody where the server doesn’t know them", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    server.intercept = (socket, { type, data }) => {
      if (type === "chat.threads") socket.say("error", { ref: data.ref, code: "unknown-type", message: "No." });
      return type === "chat.threads";
    };
    const { client } = harness({ server });
    const part = threads(client);
    client.connect();
    await settle();
    server.post("r", "bob", "reply", true, { thread: "m1" });
    await pass(10_000);
    expect([part.state.get().isKnown, server.last.of("chat.threads").length]).toEqual([false, 1]);
  });
});
