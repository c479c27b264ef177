import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../../src/index.ts";
import { FakeServer, type ServerSocket } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";
import { fakeRtc, type FakePeer } from "./fake-rtc.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function person(server: FakeServer, user: string, device = "d1") {
  const rtc = fakeRtc();
  const made = harness({ server, user, device, rtc });
  made.client.connect();
  await settle();
  return { ...made, rtc, socket: () => server.of(user).at(-1) ?? raise(`${user} is not connected`) };
}

async function pair() {
  const server = new FakeServer();
  server.addRoom("r", "direct", "alice", "bob");
  return { server, alice: await person(server, "alice"), bob: await person(server, "bob") };
}

const calls = (client: Client) => client.calls.state.get();
const phase = (client: Client) => calls(client).current?.phase;
const callId = (client: Client) => calls(client).current?.callId ?? raise("no call");
const links = (client: Client) => calls(client).current?.remotes.map(({ participant, link }) => `${participant} ${link}`);
const only = (peers: FakePeer[]) => peers[0] ?? raise("no peer connection");
const signals = (socket: ServerSocket) => socket.of("call.signal");
const descriptions = (socket: ServerSocket) => signals(socket).flatMap(({ description }) => (description ? [(description as { type: string }).type] : []));

async function inCall() {
  const made = await pair();
  void made.alice.client.calls.start({ room: "r" }, "video");
  await settle();
  void made.bob.client.calls.accept(callIdOf(made.bob.client));
  await settle();
  return made;
}

function callIdOf(client: Client): string {
  return calls(client).incoming[0]?.call.id ?? raise("nothing rings");
}

describe("a call of two", () => {
  it("makes no peer connection before it is accepted, then connects both ways", async () => {
    const { alice, bob } = await pair();
    void alice.client.calls.start({ room: "r" }, "video");
    await settle();
    expect([phase(alice.client), calls(bob.client).incoming.length]).toEqual(["calling", 1]);
    alice.socket().say("call.ringing", { callId: callId(alice.client), user: "bob" });
    await settle();
    expect(phase(alice.client)).toBe("ringing");
    expect([alice.rtc.peers, bob.rtc.peers]).toEqual([[], []]);
    void bob.client.calls.accept(callIdOf(bob.client));
    await settle();
    expect([links(alice.client), links(bob.client)]).toEqual([["bob/d1 connected"], ["alice/d1 connected"]]);
    expect(calls(bob.client).incoming).toEqual([]);
    expect(calls(alice.client).current?.remotes[0]?.stream.getTracks().map(({ kind }) => kind)).toEqual(["audio", "video"]);
    expect([descriptions(bob.socket()), descriptions(alice.socket())]).toEqual([["offer"], ["answer"]]);
  });

  it("is left with everything given back", async () => {
    const { alice, bob, server } = await inCall();
    const id = callId(alice.client);
    void alice.client.calls.hangUp();
    await settle();
    expect(alice.socket().of("call.leave")).toMatchObject([{ callId: id }]);
    expect(alice.rtc.opened.map(({ readyState }) => readyState)).toEqual(["ended", "ended"]);
    expect(only(alice.rtc.peers).closed).toBe(true);
    for (const socket of server.of("bob")) socket.say("call.ended", { callId: id, reason: "hangup", durationMs: 5_000 });
    await settle();
    expect(calls(bob.client).current).toMatchObject({ phase: "ended", endReason: "hangup", durationMs: 5_000 });
    await pass(4_000);
    expect(calls(bob.client).current).toBeNull();
  });

  it("is cancelled while it rings, also before the server has named it", async () => {
    const { alice, server } = await pair();
    server.intercept = (socket, frame) => {
      if (frame.type !== "call.start") return false;
      server.intercept = null;
      setTimeout(() => socket.say("call.started", { ref: frame.data.ref, call: { id: "late", room: "r", participants: [], ringing: ["bob"] } }), 50);
      return true;
    };
    void alice.client.calls.start({ room: "r" }, "audio");
    await settle();
    void alice.client.calls.hangUp();
    await pass(100);
    expect(alice.socket().of("call.cancel")).toMatchObject([{ callId: "late" }]);
    expect(calls(alice.client).current?.phase).toBe("ended");
  });

  it("joins with what there is, and says what there isn't", async () => {
    const { alice, bob } = await pair();
    bob.rtc.devices = "no camera";
    void alice.client.calls.start({ room: "r" }, "video");
    await settle();
    void bob.client.calls.accept(callIdOf(bob.client));
    await settle();
    expect(calls(bob.client).current?.local).toMatchObject({ audio: true, video: false, problem: "no-camera" });
    expect(links(bob.client)).toEqual(["alice/d1 connected"]);
    expect(only(bob.rtc.peers).getTransceivers().map(({ direction }) => direction)).toEqual(["sendrecv", "recvonly"]);
  });

  it("only receives where there are no devices at all", async () => {
    const { alice, bob } = await pair();
    bob.rtc.devices = "nothing";
    void alice.client.calls.start({ room: "r" }, "audio");
    await settle();
    void bob.client.calls.accept(callIdOf(bob.client));
    await settle();
    expect(calls(bob.client).current?.local).toMatchObject({ audio: false, problem: "nothing" });
    expect(links(bob.client)).toEqual(["alice/d1 connected"]);
  });

  it("tells the others what is sent, and shares the screen in the camera's place", async () => {
    const { alice, bob } = await inCall();
    await alice.client.calls.setAudio(false);
    await settle();
    expect(calls(bob.client).current?.remotes[0]?.media).toEqual({ audio: false, video: true, screen: false });
    await alice.client.calls.setScreen(true);
    await settle();
    expect(calls(bob.client).current?.remotes[0]?.media).toEqual({ audio: false, video: true, screen: true });
    const [, , screen] = alice.rtc.opened;
    expect(only(alice.rtc.peers).getTransceivers()[1]?.sender.track).toBe(screen);
    screen?.onended?.();
    await settle();
    expect(only(alice.rtc.peers).getTransceivers()[1]?.sender.track).toBe(alice.rtc.opened[1]);
    expect(calls(alice.client).current?.local).toMatchObject({ video: true, screen: false });
  });

  it("negotiates again when a voice call becomes a video call", async () => {
    const { alice, bob } = await pair();
    void alice.client.calls.start({ room: "r" }, "audio");
    await settle();
    void bob.client.calls.accept(callIdOf(bob.client));
    await settle();
    await alice.client.calls.setVideo(true);
    await settle();
    expect(only(alice.rtc.peers).getTransceivers().map(({ direction }) => direction)).toEqual(["sendrecv", "sendrecv"]);
    expect(descriptions(alice.socket())).toEqual(["answer", "offer"]);
    expect(only(alice.rtc.peers).signalingState).toBe("stable");
  });
});

describe("ringing", () => {
  it("stops when it is answered elsewhere, missed, ended, or its time is over", async () => {
    const { bob } = await pair();
    const ring = async (id: string) => {
      const call = { id, room: "r", host: "alice", media: "audio", state: "ringing", mode: "mesh", startedAt: "", participants: [], ringing: ["bob"] };
      bob.socket().say("call.incoming", { call, from: "alice", expiresAt: new Date(Date.now() + 45_000).toISOString() });
      await settle();
      expect(calls(bob.client).incoming).toHaveLength(1);
    };
    await ring("c1");
    bob.socket().say("call.answered-elsewhere", { callId: "c1", by: "bob/phone" });
    await settle();
    expect([calls(bob.client).incoming, calls(bob.client).elsewhere.map(({ id }) => id)]).toEqual([[], ["c1"]]);
    await ring("c2");
    bob.socket().say("call.missed", { callId: "c2" });
    await settle();
    expect(calls(bob.client).incoming).toEqual([]);
    await ring("c3");
    bob.socket().say("call.ended", { callId: "c3", reason: "cancelled", durationMs: 0 });
    await settle();
    expect(calls(bob.client).incoming).toEqual([]);
    await ring("c4");
    await pass(48_000);
    expect(calls(bob.client).incoming).toEqual([]);
  });

  it("can be declined", async () => {
    const { alice, bob } = await pair();
    void alice.client.calls.start({ room: "r" }, "audio");
    await settle();
    const id = callIdOf(bob.client);
    void bob.client.calls.decline(id);
    await settle();
    expect(bob.socket().of("call.decline")).toMatchObject([{ callId: id }]);
    expect(calls(bob.client)).toMatchObject({ incoming: [], current: null });
  });

  it("is replaced by the list of a new session: what it doesn't name rings no more, what it names rings", async () => {
    const { server, alice, bob } = await pair();
    void alice.client.calls.start({ room: "r" }, "audio");
    await settle();
    const id = callIdOf(bob.client);
    bob.socket().end(1006);
    server.calls.delete(id);
    await pass(1_000);
    expect(calls(bob.client).incoming).toEqual([]);
    bob.socket().end(1006);
    server.calls.set("c9", { id: "c9", room: "r", host: "alice", media: "video", state: "ringing", mode: "mesh", startedAt: "", participants: [], ringing: ["bob"] });
    await pass(2_000);
    expect(calls(bob.client).incoming.map(({ call }) => call.id)).toEqual(["c9"]);
  });

  it("shows a call that holds me on another device, and moves it here", async () => {
    const { server, alice, bob } = await inCall();
    const phone = await person(server, "bob", "phone");
    expect(calls(phone.client).elsewhere).toHaveLength(1);
    void phone.client.calls.join(callId(alice.client));
    await settle();
    expect(links(alice.client)).toContain("bob/phone connected");
    expect(phase(phone.client)).toBe("active");
    expect(phase(bob.client)).toBe("active");
  });

  it("ends the call in this tab when another tab of the device takes it", async () => {
    const { server, bob } = await inCall();
    const id = callId(bob.client);
    server.of("bob")[0]?.say("call.answered-elsewhere", { callId: id, by: "bob/d1" });
    await settle();
    expect(calls(bob.client).current).toMatchObject({ phase: "ended", endReason: "elsewhere" });
    expect(calls(bob.client).elsewhere.map((call) => call.id)).toEqual([id]);
  });
});

describe("a call and a lost connection", () => {
  it("goes on, and takes its place again with the next session", async () => {
    const { alice, bob } = await inCall();
    const id = callId(alice.client);
    const peer = only(alice.rtc.peers);
    alice.socket().end(1006);
    expect(phase(alice.client)).toBe("reconnecting");
    await pass(1_000);
    expect(alice.socket().of("call.join")).toMatchObject([{ callId: id }]);
    expect([phase(alice.client), alice.rtc.peers.length, peer.closed]).toEqual(["active", 1, false]);
    expect(links(bob.client)).toEqual(["alice/d1 connected"]);
  });

  it("is over when the server no longer knows it", async () => {
    const { server, alice } = await inCall();
    server.calls.clear();
    alice.socket().end(1006);
    await pass(1_000);
    expect(calls(alice.client).current).toMatchObject({ phase: "ended", endReason: "failed" });
  });

  it("tries to come back within 4 s, since its place is kept for 30", async () => {
    const { server, alice } = await inCall();
    server.onDial = "refuse";
    server.crash();
    await pass(30_000);
    const dials = server.sockets.filter((socket) => socket.user === "alice").length;
    expect(dials).toBeGreaterThan(12);
    server.onDial = "accept";
    await pass(4_000);
    expect(phase(alice.client)).toBe("active");
  });

  it("is asked for even when the list of a server that has just started doesn't name it", async () => {
    const { server, alice } = await inCall();
    const id = callId(alice.client);
    const call = server.calls.get(id) ?? raise("no call");
    server.calls.clear();
    alice.socket().end(1006);
    server.intercept = (_, { type }) => {
      if (type === "call.join") server.calls.set(id, call);
      return false;
    };
    await pass(1_000);
    expect([phase(alice.client), links(alice.client)]).toEqual(["active", ["bob/d1 connected"]]);
  });

  it("goes on when the connection is cut again while it takes its place, or the server is busy", async () => {
    const { server, alice } = await inCall();
    let troubles = 0;
    server.intercept = (socket, { type, data }) => {
      if (type !== "call.join" || ++troubles > 2) return false;
      if (troubles === 1) socket.end(1006);
      else socket.say("error", { ref: data.ref, code: "unavailable", message: "starting" });
      return true;
    };
    alice.socket().end(1006);
    await pass(10_000);
    expect([phase(alice.client), alice.socket().of("call.join").length]).toEqual(["active", 2]);
  });

  it("asks to start it again with the same key, when the answer was lost", async () => {
    const { server, alice } = await pair();
    server.intercept = (socket, { type }) => {
      if (type !== "call.start") return false;
      server.intercept = null;
      socket.end(1006);
      return true;
    };
    void alice.client.calls.start({ room: "r" }, "audio");
    await pass(1_000);
    const keys = server.sockets.flatMap((socket) => socket.of("call.start").map(({ key }) => key));
    expect([keys.length, new Set(keys).size, phase(alice.client)]).toEqual([2, 1, "calling"]);
  });

  it("shows who is reconnecting, and lets go of who left", async () => {
    const { alice } = await inCall();
    const id = callId(alice.client);
    alice.socket().say("call.participant-left", { callId: id, participant: "bob/d1", reason: "reconnecting" });
    await settle();
    expect(calls(alice.client).current?.remotes[0]).toMatchObject({ away: true });
    expect(only(alice.rtc.peers).closed).toBe(false);
    alice.socket().say("call.participant-left", { callId: id, participant: "bob/d1", reason: "hangup" });
    await settle();
    expect([calls(alice.client).current?.remotes, only(alice.rtc.peers).closed]).toEqual([[], true]);
  });

  it("connects anew with a page that was loaded again, whichever side is the polite one", async () => {
    for (const who of ["alice", "bob"] as const) {
      const made = await inCall();
      const stays = who === "alice" ? made.bob : made.alice;
      const id = callId(stays.client);
      made[who].client.connection.close();
      const again = await person(made.server, who);
      void again.client.calls.join(id);
      await settle();
      expect([links(stays.client), links(again.client)]).toEqual([[`${who}/d1 connected`], [`${stays.client.user}/d1 connected`]]);
      const [now, then] = [stays.rtc.peers.at(-1), stays.rtc.peers[0]];
      expect([then?.closed, now?.closed, now?.signalingState]).toEqual([true, false, "stable"]);
    }
  });
});

describe("negotiation", () => {
  it("resolves offers that cross: the smaller participant gives way, nothing is left open", async () => {
    const { alice, bob } = await inCall();
    only(alice.rtc.peers).restartIce();
    only(bob.rtc.peers).restartIce();
    await settle();
    expect(only(alice.rtc.peers).calls).toContain("rollback");
    expect(only(bob.rtc.peers).calls).not.toContain("rollback");
    expect([only(alice.rtc.peers).signalingState, only(bob.rtc.peers).signalingState]).toEqual(["stable", "stable"]);
  });

  it("keeps candidates that come before their description", async () => {
    const { alice } = await pair();
    void alice.client.calls.start({ room: "r" }, "audio");
    await settle();
    const id = callId(alice.client);
    alice.socket().say("call.signal", { callId: id, from: "bob/d1", candidate: { candidate: "early" } });
    alice.socket().say("call.participant-joined", { callId: id, participant: "bob/d1", user: "bob", name: "Bob", media: { audio: true, video: true, screen: false } });
    await settle();
    expect(only(alice.rtc.peers).candidates).toEqual([]);
    alice.socket().say("call.signal", { callId: id, from: "bob/d1", description: { type: "offer", sdp: "o=- 77 1 audio" } });
    await settle();
    expect(only(alice.rtc.peers).candidates).toEqual([{ candidate: "early" }]);
  });

  it("offers after all when the one who came doesn't", async () => {
    const { alice } = await pair();
    void alice.client.calls.start({ room: "r" }, "audio");
    await settle();
    alice.socket().say("call.participant-joined", { callId: callId(alice.client), participant: "bob/old", user: "bob", name: "Bob", media: { audio: true, video: true, screen: false } });
    await pass(5_999);
    expect(descriptions(alice.socket())).toEqual([]);
    await pass(1);
    expect(descriptions(alice.socket())).toEqual(["offer"]);
  });

  it("restarts ICE with fresh servers when the path fails, or stays interrupted", async () => {
    const { alice, bob, server } = await inCall();
    server.intercept = (socket, { type, data }) => {
      if (type !== "call.ice") return false;
      socket.say("call.ice", { ref: data.ref, iceServers: [{ urls: "turn:fresh" }], ttlSeconds: 600 });
      return true;
    };
    const peer = only(alice.rtc.peers);
    peer.become("failed");
    await settle();
    expect([peer.calls, peer.configuration.iceServers]).toEqual([["restartIce"], [{ urls: "turn:fresh" }]]);
    expect([peer.signalingState, only(bob.rtc.peers).signalingState, links(alice.client)]).toEqual(["stable", "stable", ["bob/d1 connected"]]);
    peer.become("disconnected");
    expect(links(alice.client)).toEqual(["bob/d1 interrupted"]);
    await pass(3_999);
    expect(peer.calls).toHaveLength(1);
    await pass(1);
    expect(peer.calls).toHaveLength(2);
  });

  it("sends an offer again that was lost while the other side reconnected", async () => {
    const { alice, bob, server } = await inCall();
    server.intercept = (_, { type }) => type === "call.signal";
    only(alice.rtc.peers).restartIce();
    await settle();
    expect(only(alice.rtc.peers).signalingState).toBe("have-local-offer");
    server.intercept = null;
    bob.socket().end(1006);
    await pass(1_000);
    expect(only(alice.rtc.peers).signalingState).toBe("stable");
  });

  it("links everybody with everybody in a group", async () => {
    const server = new FakeServer();
    server.addRoom("r", "group", "alice", "bob", "carol");
    const [alice, bob, carol] = [await person(server, "alice"), await person(server, "bob"), await person(server, "carol")];
    void alice.client.calls.start({ room: "r" }, "video");
    await settle();
    void bob.client.calls.accept(callIdOf(bob.client));
    void carol.client.calls.accept(callIdOf(carol.client));
    await settle();
    expect(links(alice.client)).toEqual(["bob/d1 connected", "carol/d1 connected"]);
    expect(links(bob.client)?.toSorted()).toEqual(["alice/d1 connected", "carol/d1 connected"]);
    expect(links(carol.client)?.toSorted()).toEqual(["alice/d1 connected", "bob/d1 connected"]);
  });
});

function raise(why: string): never {
  throw new Error(why);
}
