import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withPending, type Client } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** A room with this many messages "1", "2", …, with the ids m1, m2, …, opened by alice. */
async function longRoom(count: number) {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  for (let i = 1; i <= count; i++) server.post("r", "bob", `${i}`);
  const made = harness({ server });
  made.client.connect();
  await settle();
  made.client.rooms.open("r");
  await settle();
  return made;
}

function stateOf(client: Client) {
  const state = client.rooms.room("r")?.get();
  if (!state) throw new Error("no room");
  return state;
}

function span(client: Client): string {
  const { entries, more, newer } = stateOf(client);
  const seqs = entries.map(({ seq }) => seq);
  const isWhole = seqs.every((seq, at) => at === 0 || seq === (seqs[at - 1] ?? 0) + 1);
  return `${more ? "…" : ""}${seqs[0]}-${seqs.at(-1)}${newer ? "…" : ""}${isWhole ? "" : " with holes"}`;
}

/** What happens now is in the next page already, and comes by itself only when the returned function is called. */
function later(server: FakeServer, happen: () => void): () => void {
  const { last } = server;
  const held: (() => void)[] = [];
  const say = last.say.bind(last);
  last.say = (type: string, data?: object) => {
    if (data && "seq" in data && "at" in data && type !== "chat.sent") held.push(() => say(type, data));
    else say(type, data);
  };
  happen();
  last.say = say;
  return () => {
    for (const deliver of held) deliver();
  };
}

/** The next page of older ones that is asked for comes only when the returned function is called. */
function holdOlder(server: FakeServer): () => void {
  let answer: (() => void) | undefined;
  server.intercept = (socket, message) => {
    if (message.type !== "chat.history" || message.data.before === undefined) return false;
    server.intercept = null;
    answer = () => server.receive(socket, message);
    return true;
  };
  return () => answer?.();
}

describe("the loaded part of a log", () => {
  it("grows at both ends when it lies in the middle, without holes, up to the end", async () => {
    const { client } = await longRoom(500);
    expect(span(client)).toBe("…451-500");
    await client.rooms.loadAround("r", "m100");
    expect(span(client)).toBe("…76-125…");
    await client.rooms.loadOlder("r");
    await client.rooms.loadNewer("r");
    expect(span(client)).toBe("…26-175…");
    await client.rooms.loadOlder("r");
    expect(span(client)).toBe("1-175…");
    for (let i = 0; i < 7; i++) await client.rooms.loadNewer("r");
    expect(span(client)).toBe("1-500");
  });

  it("is bounded, and what was let go of is loaded again", async () => {
    const { client } = await longRoom(2_000);
    for (let i = 0; i < 39; i++) await client.rooms.loadOlder("r");
    const { entries } = stateOf(client);
    expect(entries.length).toBeLessThanOrEqual(800);
    expect(span(client)).toMatch(/^1-\d+…$/);
    for (let i = 0; i < 39; i++) await client.rooms.loadNewer("r");
    expect(span(client)).toMatch(/^…\d+-2000$/);
    expect(stateOf(client).entries.length).toBeLessThanOrEqual(800);
  });

  it.each(["loadOlder", "loadNewer"] as const)("%s asks again by itself where there was no answer, also when the connection was lost", async (load) => {
    const { client, server } = await longRoom(500);
    await client.rooms.loadAround("r", "m250");
    const before = span(client);
    let failures = 2;
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.history" || failures === 0) return false;
      if (--failures === 1) socket.say("error", { ref: data.ref, code: "unavailable", message: "not now" });
      else socket.end(1006);
      return true;
    };
    await client.rooms[load]("r");
    expect(span(client)).toBe(before);
    await pass(3_000);
    expect(failures).toBe(0);
    await pass(10_000);
    expect(span(client)).toBe(load === "loadOlder" ? "…176-275…" : "…226-325…");
  });

  it("in the middle doesn't take what comes at the end, but counts it and changes with it", async () => {
    const { client, server } = await longRoom(300);
    await client.rooms.loadAround("r", "m100");
    server.post("r", "bob", "at the end");
    server.append("r", "bob", "chat.edited", { id: "m100", text: "edited" });
    server.append("r", "bob", "chat.edited", { id: "m300", text: "not loaded" });
    await settle();
    expect(span(client)).toBe("…76-125…");
    const state = stateOf(client);
    expect([state.seen, state.room.unread]).toEqual([303, 301]);
    expect(state.entries.map((entry) => (entry.kind === "message" ? entry.message.text : ""))).toContain("edited");
    await client.rooms.loadLatest("r");
    expect(stateOf(client).newer).toBe(false);
    server.post("r", "bob", "live again");
    await settle();
    expect(stateOf(client).entries.at(-1)?.seq).toBe(304);
  });

  it("goes on live when it has grown to the end while messages came", async () => {
    const { client, server } = await longRoom(200);
    await client.rooms.loadAround("r", "m120");
    await client.rooms.loadNewer("r");
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.history") return false;
      server.intercept = null;
      const messages = server.messages(server.rooms.get("r") ?? server.addRoom("x", "group")).filter(({ seq }) => seq > (data.after as number));
      setTimeout(() => socket.say("chat.history", { ref: data.ref, room: "r", messages, head: 200, more: false }), 100);
      server.post("r", "bob", "meanwhile");
      return true;
    };
    const loading = client.rooms.loadNewer("r");
    await pass(150);
    await loading;
    expect(span(client)).toBe("…96-201");
  });

  it("takes a message that was faster on a page of older ones than by itself", async () => {
    const { client, server } = await longRoom(200);
    const live = later(server, () => server.post("r", "bob", "live"));
    await client.rooms.loadOlder("r");
    live();
    await settle();
    expect(span(client)).toBe("…101-201");
    expect(stateOf(client).room).toMatchObject({ head: 201, unread: 201, last: { text: "live" } });
  });

  it("tells of a message that was on a page before it came by itself, once", async () => {
    const { client, server } = await longRoom(200);
    await client.rooms.loadAround("r", "m100");
    const heard: string[] = [];
    client.onMessage(({ text }) => heard.push(text));
    const live = later(server, () => server.post("r", "bob", "live"));
    await client.rooms.loadLatest("r");
    expect(span(client)).toBe("…152-201");
    expect(heard).toEqual([]);
    live();
    await settle();
    expect(span(client)).toBe("…152-201");
    expect(heard).toEqual(["live"]);
    expect(stateOf(client).room).toMatchObject({ head: 201, unread: 201 });
  });

  it("tells each listener of a message, also one that was added twice, until it stops", async () => {
    const { client, server } = await longRoom(1);
    const heard: string[] = [];
    const hear = ({ text }: { text: string }) => heard.push(text);
    const [first] = [client.onMessage(hear), client.onMessage(hear)];
    first();
    server.post("r", "bob", "live");
    await settle();
    expect(heard).toEqual(["live"]);
  });

  it("counts what a page has counted already only once", async () => {
    const { client, server } = await longRoom(200);
    const live = later(server, () => {
      server.post("r", "bob", "an answer", true, { thread: "m120" });
      server.post("r", "bob", "another", true, { thread: "m120" });
      server.append("r", "bob", "chat.deleted", { id: "m201" });
    });
    await client.rooms.loadOlder("r");
    live();
    await settle();
    const root = stateOf(client).entries.find((entry) => entry.seq === 120);
    expect(root).toMatchObject({ message: { replies: 1 } });
    server.post("r", "bob", "a third", true, { thread: "m120" });
    await settle();
    expect(stateOf(client).entries.find((entry) => entry.seq === 120)).toMatchObject({ message: { replies: 2 } });
  });

  it("takes the last of two jumps, whichever is answered first, and no page of the place before", async () => {
    const { client, server } = await longRoom(500);
    const held: (() => void)[] = [];
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.history" || (data.around !== "m100" && data.before === undefined)) return false;
      const messages = server.messages(server.rooms.get("r") ?? server.addRoom("x", "group")).slice(75, 125);
      held.push(() => socket.say("chat.history", { ref: data.ref, room: "r", messages, head: 500, more: true, newer: true }));
      return true;
    };
    const older = client.rooms.loadOlder("r");
    const first = client.rooms.loadAround("r", "m100");
    await client.rooms.loadAround("r", "m300");
    for (const answer of held) answer();
    await Promise.all([older, first]);
    expect(span(client)).toBe("…276-325…");
  });

  it("asks for what is newer while what is older is still on its way", async () => {
    const { client, server } = await longRoom(500);
    await client.rooms.loadAround("r", "m250");
    const answer = holdOlder(server);
    const older = client.rooms.loadOlder("r");
    await client.rooms.loadNewer("r");
    expect(span(client)).toBe("…226-325…");
    answer();
    await older;
    expect(span(client)).toBe("…176-325…");
  });

  it("asks for what is older at another place, although that of the place before is still on its way, and then takes no notice of it", async () => {
    const { client, server } = await longRoom(500);
    const answer = holdOlder(server);
    const left = client.rooms.loadOlder("r");
    await client.rooms.loadAround("r", "m250");
    await client.rooms.loadOlder("r");
    expect(span(client)).toBe("…176-275…");
    answer();
    await left;
    expect(span(client)).toBe("…176-275…");
  });

  it("asks for what is newer once more where what was newer has been let go of meanwhile", async () => {
    const { client, server } = await longRoom(2_000);
    await client.rooms.loadAround("r", "m1000");
    const answers: (() => void)[] = [];
    server.intercept = (socket, message) => {
      if (message.type !== "chat.history" || message.data.after === undefined) return false;
      answers.push(() => {
        server.intercept = null;
        server.receive(socket, message);
      });
      return true;
    };
    const first = client.rooms.loadNewer("r");
    await settle();
    for (let i = 0; i < 16; i++) await client.rooms.loadOlder("r");
    const before = span(client);
    expect(before).toMatch(/^…176-\d{3}…$/);
    const second = client.rooms.loadNewer("r");
    await settle();
    for (const answer of answers) answer();
    await Promise.all([first, second]);
    expect(answers).toHaveLength(2);
    expect(span(client)).not.toBe(before);
    expect(span(client)).not.toContain("holes");
  });

  it("says when there is no such message, and finds a place by its number", async () => {
    const { client } = await longRoom(300);
    expect(await client.rooms.loadAround("r", "nothing")).toBe(false);
    expect(span(client)).toBe("…251-300");
    await client.rooms.loadAt("r", 50);
    expect(span(client)).toBe("…26-75…");
  });

  it("finds the calls of the part that was jumped to", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    for (let i = 1; i <= 100; i++) server.post("r", "bob", `${i}`);
    server.append("r", "bob", "chat.call", { callId: "c", outcome: "timeout", durationMs: 0, media: "audio" });
    for (let i = 1; i <= 100; i++) server.post("r", "bob", "later");
    const { client } = harness({ server });
    client.connect();
    await settle();
    client.rooms.open("r");
    await settle();
    await client.rooms.loadAround("r", "m90");
    await settle();
    expect(span(client)).toBe("…66-116…");
    expect(stateOf(client).entries.filter((entry) => entry.kind === "call")).toHaveLength(1);
  });
});

describe("a change of a message", () => {
  const shown = (client: Client, id: string) => {
    const { entries, pending } = stateOf(client);
    const entry = entries.find((one) => one.kind === "message" && one.message.id === id);
    if (entry?.kind !== "message") throw new Error("no message");
    return withPending(entry.message, pending);
  };

  it("is shown at once, and stays when the log tells of it", async () => {
    const { client } = await longRoom(3);
    const reacting = client.rooms.react("r", "m2", "👍", true);
    expect(shown(client, "m2").reactions).toEqual({ "👍": ["alice"] });
    await reacting;
    await settle();
    expect(stateOf(client).pending).toEqual([]);
    expect(shown(client, "m2").reactions).toEqual({ "👍": ["alice"] });
  });

  it("is taken back when it is refused", async () => {
    const { client, server } = await longRoom(3);
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.delete") return false;
      socket.say("error", { ref: data.ref, code: "forbidden", message: "no" });
      return true;
    };
    const deleting = client.rooms.delete("r", "m2");
    expect(shown(client, "m2").deleted).toBe(true);
    await expect(deleting).rejects.toMatchObject({ code: "forbidden" });
    expect(shown(client, "m2").deleted).toBeUndefined();
  });

  it("is not taken back between its answer and its event", async () => {
    const { client, server } = await longRoom(3);
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.edit") return false;
      socket.say("chat.ok", { ref: data.ref, room: "r", seq: 4 });
      return true;
    };
    await client.rooms.edit("r", "m2", "new");
    expect(shown(client, "m2").text).toBe("new");
    server.intercept = null;
    server.append("r", "alice", "chat.edited", { id: "m2", text: "new" });
    await settle();
    expect(stateOf(client).pending).toEqual([]);
    expect(shown(client, "m2").text).toBe("new");
  });
});

describe("a thread", () => {
  it("is loaded from the server, root first, and follows what happens while it is held", async () => {
    const { client, server } = await longRoom(200);
    for (let i = 1; i <= 3; i++) server.post("r", "bob", `answer ${i}`, true, { thread: "m5" });
    for (let i = 0; i < 100; i++) server.post("r", "bob", "else");
    await settle();
    const thread = client.rooms.thread("r", "m5");
    const release = thread?.hold();
    await settle();
    const texts = () => thread?.state.get().messages.map(({ text }) => text);
    expect(texts()).toEqual(["5", "answer 1", "answer 2", "answer 3"]);
    const seq = server.post("r", "bob", "answer 4", true, { thread: "m5" });
    server.append("r", "bob", "chat.edited", { id: "m5", text: "five" });
    await settle();
    expect(texts()).toEqual(["five", "answer 1", "answer 2", "answer 3", "answer 4"]);
    expect(seq).toBe(304);
    expect(client.rooms.thread("r", "m5")).toBe(thread);
    release?.();
    await settle();
    expect(client.rooms.thread("r", "m5")).not.toBe(thread);
  });

  it("is counted at its root, from the server and live, also when a page is read over", async () => {
    const { client, server } = await longRoom(60);
    server.post("r", "bob", "answer 1", true, { thread: "m40" });
    await settle();
    const replies = () => stateOf(client).entries.flatMap((entry) => (entry.kind === "message" && entry.message.id === "m40" ? [entry.message.replies] : []));
    expect(replies()).toEqual([1]);
    const seq = server.post("r", "bob", "answer 2", true, { thread: "m40" });
    await settle();
    await client.rooms.loadOlder("r");
    expect(replies()).toEqual([2]);
    server.append("r", "bob", "chat.deleted", { id: server.messages(server.rooms.get("r") ?? server.addRoom("x", "group")).find((one) => one.seq === seq)?.id ?? "" });
    await settle();
    expect(replies()).toEqual([1]);
    await client.rooms.loadAround("r", "m1");
    await client.rooms.loadAround("r", "m40");
    expect(replies()).toEqual([1]);
  });
});
