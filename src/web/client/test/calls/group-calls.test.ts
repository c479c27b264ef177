import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { pass, settle } from "../harness.ts";
import { callIdOf, callsOf, currentOf, groupCall, person, raise, ringingOf } from "./call-people.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const at = <T>(items: readonly T[], index: number): T => items[index] ?? raise(`nothing at ${index}`);

async function three() {
  const { server, people, id } = await groupCall("alice", "bob", "carol");
  return { server, id, alice: at(people, 0), bob: at(people, 1), carol: at(people, 2) };
}

describe("a call of a group", () => {
  it("links everybody to everybody, one offer a pair", async () => {
    const { alice, bob, carol } = await three();
    for (const one of [alice, bob, carol]) {
      expect(currentOf(one.client).remotes.map(({ link }) => link)).toEqual(["connected", "connected"]);
      expect(one.rtc.peers).toHaveLength(2);
    }
    expect(currentOf(alice.client).call?.participants).toHaveLength(3);
  });

  it("shows who is called, who it rings for, who is busy, declined or did not answer, until they come in", async () => {
    const { alice, id } = await three();
    await alice.client.calls.invite(["dave", "erin", "frank", "grace"]);
    expect(currentOf(alice.client).invited.map(({ fate }) => fate)).toEqual(["calling", "calling", "calling", "calling"]);
    expect(alice.socket().of("call.invite")).toMatchObject([{ callId: id, users: ["dave", "erin", "frank", "grace"] }]);
    alice.socket().say("call.ringing", { callId: id, user: "dave" });
    alice.socket().say("call.declined", { callId: id, user: "erin" });
    alice.socket().say("call.busy", { callId: id, user: "frank" });
    alice.socket().say("call.no-answer", { callId: id, user: "grace" });
    await settle();
    expect(currentOf(alice.client).invited).toEqual([
      { user: "dave", fate: "ringing" },
      { user: "erin", fate: "declined" },
      { user: "frank", fate: "busy" },
      { user: "grace", fate: "missed" },
    ]);
    alice.socket().say("call.participant-joined", { callId: id, participant: "dave/d1", user: "dave", name: "Dave", media: { audio: true, video: true, screen: false }, reason: "accepted" });
    await settle();
    expect(currentOf(alice.client).invited.map(({ user }) => user)).toEqual(["erin", "frank", "grace"]);
  });

  it("is muted by the host only in one direction: the muted one unmutes by hand", async () => {
    const { alice, bob } = await three();
    await alice.client.calls.mute("bob/d1");
    await settle();
    expect(currentOf(bob.client)).toMatchObject({ mutedBy: "alice/d1", local: { audio: false } });
    expect(currentOf(alice.client).remotes.find(({ user }) => user === "bob")?.media.audio).toBe(false);
    await bob.client.calls.setAudio(true);
    expect(currentOf(bob.client)).toMatchObject({ mutedBy: null, local: { audio: true } });
  });

  it("is over for whom the host removes, and for nobody else", async () => {
    const { alice, bob, carol, id } = await three();
    await alice.client.calls.remove("bob");
    await settle();
    expect(currentOf(bob.client)).toMatchObject({ phase: "ended", endReason: "host" });
    alice.socket().say("call.participant-left", { callId: id, participant: "bob/d1", reason: "removed" });
    await settle();
    expect([currentOf(alice.client).phase, currentOf(carol.client).phase]).toEqual(["active", "active"]);
    expect(currentOf(alice.client).remotes.map(({ user }) => user)).toEqual(["carol"]);
  });

  it("is over at once for whom the room loses, and rings for them no more", async () => {
    const { server, alice, bob, id } = await three();
    const dave = await person(server, "dave");
    dave.socket().say("call.incoming", { call: { ...(server.calls.get(id) ?? raise("no call")), ringing: ["dave"] }, from: "alice", expiresAt: new Date(1_045_000).toISOString() });
    await settle();
    expect(callsOf(dave.client).incoming).toHaveLength(1);
    server.append("g", "alice", "chat.left", { user: "bob" });
    dave.socket().say("chat.left", { room: "g", seq: 9, at: new Date().toISOString(), by: "alice", user: "dave" });
    await settle();
    expect(currentOf(bob.client)).toMatchObject({ phase: "ended", endReason: "removed" });
    expect(callsOf(dave.client).incoming).toEqual([]);
    expect(currentOf(alice.client).phase).toBe("active");
  });

  it("is over for whoever leaves the room, also where the reply comes first", async () => {
    const { bob } = await three();
    bob.socket().say("chat.left", { room: "g" });
    await settle();
    expect(currentOf(bob.client)).toMatchObject({ phase: "ended", endReason: "removed" });
  });

  it("ends for all by the host, and has another host where the host has gone", async () => {
    const { alice, bob, id } = await three();
    bob.socket().say("call.host", { callId: id, host: "bob" });
    await settle();
    expect(currentOf(bob.client).call?.host).toBe("bob");
    await alice.client.calls.endForAll();
    expect(alice.socket().of("call.end")).toMatchObject([{ callId: id }]);
    expect(currentOf(alice.client)).toMatchObject({ phase: "ended", endReason: "host" });
  });

  it("keeps raised hands in their order, also for who comes later", async () => {
    const { server, alice, bob, carol, id } = await three();
    carol.client.calls.setHand(true);
    await settle();
    bob.client.calls.setHand(true);
    await settle();
    alice.client.calls.setHand(true);
    await settle();
    expect(currentOf(alice.client).hands).toEqual(["carol/d1", "bob/d1", "alice/d1"]);
    carol.client.calls.setHand(false);
    await settle();
    expect([currentOf(alice.client).hands, currentOf(carol.client).hands]).toEqual([
      ["bob/d1", "alice/d1"],
      ["bob/d1", "alice/d1"],
    ]);
    const call = server.calls.get(id) ?? raise("no call");
    const up = (user: string, handAt: string) => ({ participant: `${user}/d1`, user, name: user, media: { audio: true, video: true, screen: false, hand: true, handAt } });
    server.calls.set(id, { ...call, participants: [up("alice", "2026-01-01T00:00:02.000Z"), up("bob", "2026-01-01T00:00:01.000Z")] });
    server.addRoom("g2", "group", "dave");
    const dave = await person(server, "dave");
    void dave.client.calls.join(id);
    await settle();
    expect(currentOf(dave.client).hands).toEqual(["bob/d1", "alice/d1"]);
  });

  it("shows a reaction everywhere for a moment, and never more than a few", async () => {
    const { alice, bob } = await three();
    alice.client.calls.react("🎉");
    await settle();
    for (const one of [alice, bob]) expect(currentOf(one.client).reactions).toMatchObject([{ participant: "alice/d1", emoji: "🎉" }]);
    for (let count = 0; count < 30; count++) bob.client.calls.react("👍");
    expect(currentOf(bob.client).reactions).toHaveLength(12);
    await pass(4_000);
    expect(currentOf(bob.client).reactions).toEqual([]);
  });

  it("shares the upload: the more there are, the less each gets, and a screen stays sharp", async () => {
    const { alice, carol } = await three();
    const video = () => alice.rtc.peers[0]?.getTransceivers()[1]?.sender.parameters ?? raise("sends no video");
    expect(video()).toMatchObject({ encodings: [{ maxBitrate: 900_000, scaleResolutionDownBy: 1.5 }], degradationPreference: "balanced" });
    await alice.client.calls.setScreen(true);
    await settle();
    expect(video()).toMatchObject({ encodings: [{ maxBitrate: 1_500_000, scaleResolutionDownBy: 1 }], degradationPreference: "maintain-resolution" });
    await alice.client.calls.setScreen(false);
    alice.socket().say("call.participant-left", { callId: callIdOf(alice.client), participant: "carol/d1", reason: "left" });
    await settle();
    expect(video()).toMatchObject({ encodings: [{ maxBitrate: 1_800_000, scaleResolutionDownBy: 1 }] });
    expect(currentOf(carol.client).phase).toBe("active");
  });

  it("leaves the limits of what is sent alone where nothing changed them", async () => {
    const { alice, bob } = await three();
    const video = () => alice.rtc.peers[0]?.getTransceivers()[1]?.sender.parameters ?? raise("sends no video");
    const before = video();
    await alice.client.calls.setAudio(false);
    bob.client.calls.setHand(true);
    await settle();
    expect(video()).toBe(before);
  });
});

describe("a call of a group that goes on without me", () => {
  it("can be joined after it was declined, left or missed, until it ends", async () => {
    const server = new FakeServer();
    server.addRoom("g", "group", "alice", "bob");
    const alice = await person(server, "alice");
    const bob = await person(server, "bob");
    void alice.client.calls.start({ room: "g" }, "audio");
    await settle();
    const id = ringingOf(bob.client);
    void bob.client.calls.decline(id);
    await settle();
    expect(callsOf(bob.client).elsewhere.map((call) => call.id)).toEqual([id]);
    void bob.client.calls.join(id);
    await settle();
    expect([currentOf(bob.client).phase, callsOf(bob.client).elsewhere]).toEqual(["active", []]);
    void bob.client.calls.hangUp();
    await settle();
    expect(callsOf(bob.client).elsewhere.map((call) => call.id)).toEqual([id]);
    server.append("g", "alice", "chat.call", { callId: id, outcome: "hangup", durationMs: 1_000, media: "audio" });
    await settle();
    expect(callsOf(bob.client).elsewhere).toEqual([]);
  });

  it("is found after a new sign-in, and follows who is in it", async () => {
    const server = new FakeServer();
    server.addRoom("g", "group", "bob");
    const going: Call = { id: "c1", room: "g", host: "x", media: "audio", state: "active", mode: "mesh", startedAt: "", participants: [], ringing: [] };
    server.calls.set("c1", going);
    const bob = await person(server, "bob");
    expect(callsOf(bob.client).elsewhere).toMatchObject([{ id: "c1", participants: [] }]);
    bob.socket().say("call.updated", { call: { ...going, participants: [{ participant: "x/1", user: "x", name: "X", media: { audio: true, video: true, screen: false } }] } });
    await settle();
    expect(callsOf(bob.client).elsewhere[0]?.participants).toHaveLength(1);
    bob.socket().say("call.updated", { call: { ...going, state: "ended" } });
    await settle();
    expect(callsOf(bob.client).elsewhere).toEqual([]);
  });

  it("is what a start leads into, with one offer and no wait", async () => {
    const { server, alice } = await three();
    const dave = await person(server, "dave");
    server.intercept = (socket, frame) => {
      if (frame.type !== "call.start") return false;
      const call = server.calls.get(callIdOf(alice.client)) ?? raise("no call");
      socket.say("call.started", { ref: frame.data.ref, call: { ...call, participants: [...call.participants, { participant: "dave/d1", user: "dave", name: "Dave", media: { audio: true, video: true, screen: false } }] }, iceServers: [] });
      for (const one of call.participants) {
        for (const other of server.of(one.user)) other.say("call.participant-joined", { callId: call.id, participant: "dave/d1", user: "dave", name: "Dave", media: { audio: true, video: true, screen: false } });
      }
      return true;
    };
    void dave.client.calls.start({ room: "g" }, "video");
    await settle();
    expect(currentOf(dave.client).remotes.map(({ link }) => link)).toEqual(["connected", "connected", "connected"]);
  });
});

describe("missed calls", () => {
  it("show who called at once, also while I am in another call, and go when they were dealt with", async () => {
    const { bob } = await three();
    const missed = { callId: "m1", room: "r9", from: "erin", name: "Erin", media: "video", at: "2026-01-01T00:00:00.000Z" };
    bob.socket().say("call.missed", missed);
    await settle();
    expect(callsOf(bob.client).missed).toEqual([missed]);
    expect(currentOf(bob.client).phase).toBe("active");
    bob.client.calls.dismissMissed("m1");
    expect(callsOf(bob.client).missed).toEqual([]);
  });

  it("are counted on all devices until they were seen on one, and listed in pages", async () => {
    const server = new FakeServer();
    const record = (id: string) => ({
      ...{ id, room: "r", host: "erin", hostName: "Erin", media: "audio" as const, state: "ended" as const, mode: "mesh" as const, startedAt: "" },
      ...{ durationMs: 0, outcome: "timeout" as const, direction: "incoming" as const, missed: true, unseen: true, users: ["erin"], callees: ["bob"] },
    });
    server.history = Array.from({ length: 40 }, (_, index) => record(`c${90 - index}`));
    const bob = await person(server, "bob");
    const history = () => bob.client.calls.history.state.get();
    expect(history()).toMatchObject({ unseen: 40, isLoaded: false });
    const stop = bob.client.calls.history.watch();
    await settle();
    expect(history()).toMatchObject({ isLoaded: true, hasMore: true });
    await bob.client.calls.history.more();
    expect([history().calls.length, history().hasMore]).toEqual([40, false]);
    await bob.client.calls.history.seen();
    expect(history().unseen).toBe(0);
    bob.socket().say("call.unseen", { missed: 1 });
    await settle();
    expect(history().unseen).toBe(1);
    stop();
  });
});
