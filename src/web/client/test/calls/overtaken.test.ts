import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";
import { held } from "../held.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const at = "2026-01-01T00:00:00.000Z";
const people = (...users: string[]) =>
  users.map((user) => ({ participant: `${user}/d`, user, name: user, media: { audio: true, video: false, screen: false } }));
const call: Call = { id: "c", room: "r", host: "bob", media: "audio", state: "active", mode: "mesh", startedAt: at, participants: people("bob", "carol"), ringing: [] };

/** Alice, whose page has asked what goes on in her rooms: a call of the room "r" of which she may have heard otherwise when the answer comes. */
async function asked() {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob", "carol");
  server.calls.set("c", call);
  const made = harness({ server });
  const answer = held(server, "call.list");
  made.client.connect();
  await settle();
  return { ...made, server, answer, elsewhere: () => made.client.calls.state.get().elsewhere };
}

describe("a list of calls that was overtaken", () => {
  it.each([
    ["call.updated", { call: { ...call, state: "ended", participants: [] } }],
    ["call.ended", { callId: "c", reason: "hangup", durationMs: 1_000 }],
    ["chat.call", { room: "r", seq: 1, at, by: "bob", callId: "c", outcome: "hangup", durationMs: 1_000, media: "audio" }],
  ])("brings back no call that ended meanwhile (%s)", async (type, data) => {
    const { server, answer, elsewhere } = await asked();
    server.last.say(type, data);
    await settle();
    await answer();
    expect(elsewhere()).toEqual([]);
  });

  it("says nothing of a call that has changed since", async () => {
    const { server, answer, elsewhere } = await asked();
    server.last.say("call.updated", { call: { ...call, participants: people("bob", "carol", "dave") } });
    await settle();
    await answer();
    expect(elsewhere()[0]?.participants).toHaveLength(3);
  });

  it("is asked for until it is answered", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob");
    server.calls.set("c", call);
    let refusals = 2;
    server.intercept = (socket, { type, data }) => {
      if (type !== "call.list" || refusals-- <= 0) return false;
      socket.say("error", { ref: data["ref"], code: "unavailable", message: "not now", retryAfterMs: 500 });
      return true;
    };
    const { client } = harness({ server });
    client.connect();
    await pass(1_500);
    expect(client.calls.state.get().elsewhere.map(({ id }) => id)).toEqual(["c"]);
  });
});

describe("a call that has ended", () => {
  it("neither rings nor goes on, whatever of it is still on its way", async () => {
    const { server, client, answer, elsewhere } = await asked();
    await answer();
    server.last.say("chat.call", { room: "r", seq: 1, at, by: "bob", callId: "c", outcome: "hangup", durationMs: 1_000, media: "audio" });
    server.last.say("call.updated", { call });
    server.last.say("call.incoming", { call: { ...call, ringing: ["alice"] }, from: "bob", expiresAt: "2126-01-01T00:00:00.000Z" });
    await settle();
    expect([elsewhere(), client.calls.state.get().incoming]).toEqual([[], []]);
  });

  it("is over for who hears of it by a sync only", async () => {
    const { server, client, answer, elsewhere } = await asked();
    await answer();
    client.rooms.open("r");
    await settle();
    server.append("r", "bob", "chat.call", { callId: "c", outcome: "hangup", durationMs: 1_000, media: "audio" }, false);
    server.post("r", "bob", "next");
    await settle();
    expect(elsewhere()).toEqual([]);
  });
});

describe("the number of missed calls", () => {
  it("is what was told last, and not what an answer on its way says", async () => {
    const { server, client } = await asked();
    server.history = [{ id: "m", room: "r", host: "bob", hostName: "Bob", media: "audio", state: "ended", mode: "mesh", startedAt: at, durationMs: 0, direction: "incoming", missed: true, unseen: true, users: [], callees: ["alice"] }];
    client.calls.history.watch();
    await settle();
    const unseen = () => client.calls.history.state.get().unseen;
    expect(unseen()).toBe(1);
    const seen = held(server, "call.seen");
    const marking = client.calls.history.seen();
    await settle();
    server.history = server.history.map((missed) => ({ ...missed, id: "n", unseen: true }));
    server.last.say("call.unseen", { missed: 1, revision: 100 });
    await settle();
    await seen();
    await marking;
    expect(unseen()).toBe(1);
    const page = held(server, "call.history");
    const more = client.calls.history.more();
    await settle();
    server.last.say("call.unseen", { missed: 2, revision: 101 });
    await settle();
    await page();
    await more;
    expect(unseen()).toBe(2);
  });
});
