import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryStorage } from "../../src/index.ts";
import { pass, settle } from "../harness.ts";
import { callIdOf, callsOf, currentOf, groupCall, person, raise } from "./call-people.ts";
import { device } from "./fake-rtc.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function pair() {
  const { server, people, id } = await groupCall("alice", "bob");
  return { server, id, alice: people[0] ?? raise("no alice"), bob: people[1] ?? raise("no bob") };
}

describe("a network that changes", () => {
  it("has every link seek a new path at once, with fresh servers", async () => {
    const { alice, bob } = await pair();
    alice.rtc.networkChanged();
    await settle();
    expect(alice.socket().of("call.ice")).toHaveLength(1);
    expect(alice.rtc.peers[0]?.calls).toContain("restartIce");
    expect([alice.rtc.peers.length, bob.rtc.peers.length]).toEqual([1, 1]);
  });

  it("is sought again and again while it fails", async () => {
    const { alice } = await pair();
    const peer = alice.rtc.peers[0] ?? raise("no peer");
    peer.isCut = true;
    peer.become("failed");
    await settle();
    expect(currentOf(alice.client).remotes[0]?.link).toBe("interrupted");
    await pass(25_000);
    expect(peer.calls.filter((call) => call === "restartIce")).toHaveLength(3);
    peer.become("connected");
    await pass(30_000);
    expect(peer.calls.filter((call) => call === "restartIce")).toHaveLength(3);
  });

  it("shows that the call reconnects until the server has taken us in again, whatever the links do meanwhile", async () => {
    const { alice, server } = await pair();
    server.onDial = "refuse";
    alice.socket().end(1006);
    const peer = alice.rtc.peers[0] ?? raise("no peer");
    peer.become("disconnected");
    peer.become("connected");
    await pass(2_500);
    expect(currentOf(alice.client).phase).toBe("reconnecting");
    server.onDial = "accept";
    await pass(10_000);
    expect(currentOf(alice.client).phase).toBe("active");
  });

  it("hides nothing of what the others did meanwhile: who stopped sharing a screen shares none", async () => {
    const { alice, bob, server } = await pair();
    await bob.client.calls.setScreen(true);
    await settle();
    expect(currentOf(alice.client).remotes[0]?.media.screen).toBe(true);
    server.onDial = "refuse";
    alice.socket().end(1006);
    await settle();
    await bob.client.calls.setScreen(false);
    await settle();
    server.onDial = "accept";
    await pass(10_000);
    expect(currentOf(alice.client).phase).toBe("active");
    expect(currentOf(alice.client).remotes[0]?.media.screen).toBe(false);
  });

  it("is no matter of a call that is over", async () => {
    const { alice } = await pair();
    void alice.client.calls.hangUp();
    await settle();
    alice.rtc.networkChanged();
    await settle();
    expect(alice.socket().of("call.ice")).toEqual([]);
  });
});

describe("somebody whose browser still asks for camera and microphone", () => {
  it("misses nothing of what the others show meanwhile", async () => {
    const { alice, server, id } = await pair();
    const carol = await person(server, "carol");
    const ask = carol.rtc.getUserMedia.bind(carol.rtc);
    let allow: () => void = () => undefined;
    const allowed = new Promise<void>((resolve) => (allow = resolve));
    Object.assign(carol.rtc, { getUserMedia: (wish: MediaStreamConstraints) => allowed.then(() => ask(wish)) });
    void carol.client.calls.join(id);
    await settle();
    await alice.client.calls.setScreen(true);
    await settle();
    allow();
    await settle();
    const shown = currentOf(carol.client).remotes.map(({ user, media }) => [user, media.screen]);
    expect(shown).toEqual([["alice", true], ["bob", false]]);
  });
});

describe("a page that is loaded again in a call", () => {
  async function reload(storage: ReturnType<typeof memoryStorage>) {
    const { server, alice, bob, id } = await pair();
    let hide: () => void = () => undefined;
    // The first page of bob's tab: only its storage and its leaving matter.
    const first = await person(server, "bob", { storage, onPageHide: (listener) => ((hide = listener), () => undefined) });
    bob.client.close();
    await pass(5_000);
    void first.client.calls.join(id);
    await settle();
    await first.client.calls.setVideo(false);
    await first.client.calls.setAudio(false);
    hide();
    first.socket().end(1006);
    return { server, alice, id };
  }

  it("comes back by itself, with microphone and camera as they were", async () => {
    const storage = memoryStorage();
    const { server, id } = await reload(storage);
    const again = await person(server, "bob", { storage });
    await settle();
    expect(currentOf(again.client)).toMatchObject({ callId: id, phase: "active", local: { audio: false, video: false } });
    expect(again.socket().of("call.join")).toMatchObject([{ callId: id }]);
  });

  it("leaves alone what it was not in: another tab offers to join by one click", async () => {
    const { server, id } = await reload(memoryStorage());
    const other = await person(server, "bob");
    expect([callsOf(other.client).current, callsOf(other.client).elsewhere.map((call) => call.id)]).toEqual([null, [id]]);
  });
});

describe("hold", () => {
  it("stops both directions and says so, also to a link that comes later, and resumes", async () => {
    const { alice, bob } = await pair();
    const directions = () => alice.rtc.peers[0]?.getTransceivers().map(({ direction }) => direction);
    alice.client.calls.setHold(true);
    await settle();
    expect(directions()).toEqual(["inactive", "inactive"]);
    expect(currentOf(bob.client).remotes[0]?.media.hold).toBe(true);
    await alice.client.calls.setScreen(true);
    await settle();
    expect(directions()).toEqual(["inactive", "inactive"]);
    alice.client.calls.setHold(false);
    await settle();
    expect(directions()).toEqual(["sendrecv", "sendrecv"]);
    expect(currentOf(bob.client).remotes[0]?.media.hold).toBeUndefined();
  });
});

describe("devices", () => {
  const plugged = [device("audioinput", "m1", "Desk"), device("audioinput", "m2", "Headset"), device("videoinput", "c1", "Lid"), device("videoinput", "c2", "Top")];

  it("are exchanged in the call without a new negotiation, and stay muted", async () => {
    const { alice } = await pair();
    alice.rtc.plugged = plugged;
    await alice.client.calls.devices.refresh();
    await alice.client.calls.setAudio(false);
    const said = alice.socket().of("call.signal").length;
    alice.client.calls.devices.choose("camera", "c2");
    alice.client.calls.devices.choose("microphone", "m2");
    await settle();
    const sent = alice.rtc.peers[0]?.getTransceivers().map(({ sender }) => sender.track);
    expect(sent?.map((track) => track?.deviceId)).toEqual(["m2", "c2"]);
    expect(sent?.map((track) => track?.enabled)).toEqual([false, true]);
    expect(alice.socket().of("call.signal")).toHaveLength(said);
    expect(alice.rtc.opened.filter(({ readyState }) => readyState === "live")).toHaveLength(2);
  });

  it("are remembered, by their name where their id changed, and given up while they are unplugged", async () => {
    const deviceStorage = memoryStorage();
    const { server } = await pair();
    const carol = await person(server, "carol", { deviceStorage });
    carol.rtc.plugged = plugged;
    await carol.client.calls.devices.refresh();
    carol.client.calls.devices.choose("microphone", "m2");
    const again = await person(server, "carol", { deviceStorage });
    again.rtc.plugged = [device("audioinput", "m1", "Desk")];
    again.client.calls.devices.start();
    await settle();
    expect(again.client.calls.devices.state.get().chosen.microphone).toBeNull();
    again.rtc.plugged = [device("audioinput", "m1", "Desk"), device("audioinput", "m9", "Headset")];
    again.rtc.devicesChanged();
    await settle();
    expect(again.client.calls.devices.state.get().chosen.microphone).toBe("m9");
  });

  it("that are pulled out are replaced by the system's next one, or the call goes on without", async () => {
    const { alice, bob } = await pair();
    const [microphone, camera] = alice.rtc.opened;
    microphone?.onended?.();
    await settle();
    expect(currentOf(alice.client).local).toMatchObject({ audio: true, problem: null });
    expect(alice.rtc.peers[0]?.getTransceivers()[0]?.sender.track).toBe(alice.rtc.opened[2]);
    alice.rtc.devices = "no camera";
    camera?.onended?.();
    await settle();
    expect(currentOf(alice.client).local).toMatchObject({ audio: true, video: false, problem: "no-camera", obstacle: "missing" });
    expect(currentOf(bob.client).remotes[0]?.media).toMatchObject({ audio: true, video: false });
  });

  it.each([
    ["NotAllowedError", "denied"],
    ["NotReadableError", "busy"],
    ["EffectError", "effect"],
    ["NotFoundError", "missing"],
    ["SecurityError", "insecure"],
  ])("say why they can't be had: %s is %s, and the call is received all the same", async (error, obstacle) => {
    const { server, id } = await pair();
    const carol = await person(server, "carol");
    carol.rtc.devices = "nothing";
    carol.rtc.error = error;
    await settle();
    void carol.client.calls.join(id);
    await settle();
    expect(currentOf(carol.client).local).toMatchObject({ problem: "nothing", obstacle });
    expect(currentOf(carol.client).remotes.map(({ link }) => link)).toEqual(["connected", "connected"]);
  });
});

describe("both sides at once", () => {
  it("renegotiate again and again, and end up stable with the same peer connections", async () => {
    const { alice, bob } = await pair();
    for (let round = 0; round < 6; round++) {
      alice.client.calls.setHold(round % 2 === 0);
      bob.client.calls.setHold(round % 2 === 0);
      void alice.client.calls.restart();
      void bob.client.calls.restart();
      await settle();
    }
    for (const one of [alice, bob]) {
      expect(one.rtc.peers.map(({ signalingState }) => signalingState)).toEqual(["stable"]);
      expect(one.rtc.peers[0]?.getTransceivers().map(({ direction }) => direction)).toEqual(["sendrecv", "sendrecv"]);
    }
    expect([...alice.rtc.peers, ...bob.rtc.peers].flatMap(({ calls }) => calls)).toContain("rollback");
    expect(callIdOf(alice.client)).toBe(callIdOf(bob.client));
  });
});
