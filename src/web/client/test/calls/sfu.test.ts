import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MediaLink } from "../../src/calls/links/media-link.ts";
import { MeshFarewell } from "../../src/calls/links/mesh-farewell.ts";
import type { Signal } from "../../src/calls/links/signal.ts";
import type { Rtc } from "../../src/calls/media/rtc.ts";
import { SfuLink, sfuPublish, sfuSubscribe } from "../../src/calls/sfu/sfu-link.ts";
import type { SfuSettings } from "../../src/protocol/index.ts";
import { pass, settle } from "../harness.ts";
import { FakeStream, FakeTrack } from "./fake-rtc.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

interface Section {
  readonly mid: string | null;
  readonly direction: string;
  readonly sendEncodings: readonly RTCRtpEncodingParameters[];
  readonly sender: { track: FakeTrack | null; replaceTrack: (track: FakeTrack | null) => Promise<void> };
  readonly receiver: { track: FakeTrack };
}

/** One side of a talk with a media server: an offer reads `o=- <session> <kind of section 0> <kind of section 1> …`. */
class SfuPeer {
  signalingState = "stable";
  connectionState = "new";
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  readonly sections: Section[] = [];
  readonly calls: string[] = [];
  onicecandidate: unknown = null;
  onconnectionstatechange: (() => void) | null = null;

  getTransceivers = () => this.sections;
  getConfiguration = () => ({});
  setConfiguration = () => undefined;
  addIceCandidate = () => Promise.resolve();
  restartIce = () => void this.calls.push("restartIce");
  close = () => void (this.connectionState = "closed");
  /** Of each section that is received. */
  framesDecoded = 0;
  getStats = () =>
    Promise.resolve(new Map(this.sections.map(({ receiver: { track } }) => [track.id, { type: "inbound-rtp", trackIdentifier: track.id, framesDecoded: this.framesDecoded }])));

  addTransceiver(what: FakeTrack | string, init: { direction: string; sendEncodings?: RTCRtpEncodingParameters[] }): void {
    this.#add(null, typeof what === "string" ? null : what, typeof what === "string" ? what : what.kind, init.direction, init.sendEncodings ?? []);
  }

  setLocalDescription(): Promise<void> {
    const isAnswer = this.signalingState === "have-remote-offer";
    this.localDescription = { type: isAnswer ? "answer" : "offer", sdp: "mine" };
    this.signalingState = isAnswer ? "stable" : "have-local-offer";
    return Promise.resolve();
  }

  setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
    if (description.type !== "offer") return Promise.resolve();
    const kinds = description.sdp.split(" ").slice(2);
    kinds.forEach((kind, i) => {
      if (this.sections.length <= i) this.#add(`${i}`, null, kind, "recvonly", []);
    });
    return Promise.resolve();
  }

  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  #add(mid: string | null, track: FakeTrack | null, kind: string, direction: string, sendEncodings: RTCRtpEncodingParameters[]): void {
    const sender = {
      track,
      replaceTrack: (next: FakeTrack | null) => {
        sender.track = next;
        return Promise.resolve();
      },
    };
    this.sections.push({ mid, direction, sendEncodings, sender, receiver: { track: new FakeTrack(kind) } });
  }
}

const info: SfuSettings = { session: "1", bitrate: 1_000_000, simulcast: true };

function begin(sfu: SfuSettings = info, camera: FakeTrack | null = new FakeTrack("video")) {
  const peers: SfuPeer[] = [];
  const said: [string, Signal][] = [];
  const onChange = vi.fn();
  const rtc = {
    createPeer: () => {
      const peer = new SfuPeer();
      peers.push(peer);
      return peer as unknown as RTCPeerConnection;
    },
    createStream: () => new FakeStream() as unknown as MediaStream,
  } as unknown as Rtc;
  const tracks = { audio: new FakeTrack("audio"), video: camera } as unknown as { audio: MediaStreamTrack; video: MediaStreamTrack | null };
  const options = { rtc, sfu, ice: { iceServers: [] }, freshIce: () => Promise.resolve({ iceServers: [] }), signal: (to: string, signal: Signal) => said.push([to, signal]), onChange };
  const link = new SfuLink(options, tracks);
  const last = (i: number) => peers.at(i) ?? raise("no peer connection");
  const types = (to: string) => said.flatMap(([whom, signal]) => (whom === to && "description" in signal ? [signal.description.type] : []));
  return { link, peers, said, last, types, onChange };
}

const answer = { callId: "c", from: sfuPublish, description: { type: "answer" as const, sdp: "o=- 9" } };

function offer(session: string, ...participants: string[]) {
  const streams = participants.map((participant, i) => ({ mid: `${i}`, participant, kind: "video" as const }));
  return { callId: "c", from: sfuSubscribe, description: { type: "offer" as const, sdp: `o=- ${session} ${participants.map(() => "video").join(" ")}` }, streams };
}

async function connected(sfu: SfuSettings = info) {
  const made = begin(sfu);
  await settle();
  made.link.receive(answer);
  await settle();
  made.last(0).become("connected");
  made.link.receive(offer("5", "bob/d"));
  await settle();
  made.last(1).become("connected");
  return made;
}

const kinds = (link: MediaLink) => link.stream.getTracks().map(({ kind }) => kind);

describe("the media server's link", () => {
  it("sends one microphone and one picture in three sizes that add up to what is taken", async () => {
    const { last, types } = begin();
    await settle();
    expect(types(sfuPublish)).toEqual(["offer"]);
    const [audio, video] = last(0).sections;
    expect([audio?.direction, video?.direction]).toEqual(["sendonly", "sendonly"]);
    expect(video?.sendEncodings.map(({ rid }) => rid)).toEqual(["h", "m", "l"]);
    expect(video?.sendEncodings.reduce((sum, { maxBitrate }) => sum + (maxBitrate ?? 0), 0)).toBe(1_000_000);
  });

  it("sends one size where the server wants it so", () => {
    expect(begin({ ...info, simulcast: false }).last(0).sections[1]?.sendEncodings).toEqual([{ maxBitrate: 1_000_000 }]);
  });

  it("answers offers one after the other, and shows each section as who sends it", async () => {
    const { link, last, types, peers } = await connected();
    link.receive(offer("5", "bob/d", "carol/d"));
    await settle();
    expect(peers).toHaveLength(2);
    expect(types(sfuSubscribe)).toEqual(["answer", "answer"]);
    expect(link.remote("carol/d").stream.getTracks()).toEqual([last(1).sections[1]?.receiver.track]);
    expect([link.remote("bob/d").state, link.remote("carol/d").state, link.remote("dave/d").state]).toEqual(["connected", "connected", "connecting"]);
  });

  it("gives a section to another participant when the server does", async () => {
    const { link } = await connected();
    link.receive(offer("5", "carol/d"));
    await settle();
    expect([kinds(link.remote("bob/d")), kinds(link.remote("carol/d"))]).toEqual([[], ["video"]]);
  });

  it("takes no offer that was meant for the page before a reload", async () => {
    const { link, peers } = begin();
    await settle();
    link.receive(offer("4", "bob/d"));
    await settle();
    expect(peers).toHaveLength(1);
    link.receive(answer);
    await settle();
    link.receive(offer("5", "bob/d"));
    await settle();
    expect(peers).toHaveLength(2);
  });

  it("changes camera and screen without negotiating", async () => {
    const { link, last, types } = await connected();
    const screen = new FakeTrack("video");
    link.setTracks({ audio: null, video: screen as unknown as MediaStreamTrack });
    await settle();
    expect(last(0).sections.map(({ sender }) => sender.track)).toEqual([null, screen]);
    expect(types(sfuPublish)).toEqual(["offer"]);
  });

  it("begins anew in another session of the server, and keeps showing the same streams", async () => {
    const { link, peers, last, types } = await connected();
    const bob = link.remote("bob/d");
    link.follow({ ...info, session: "1" });
    expect(peers).toHaveLength(2);
    link.follow({ ...info, session: "2" });
    await settle();
    expect(peers.slice(0, 2).map(({ connectionState }) => connectionState)).toEqual(["closed", "closed"]);
    expect([types(sfuPublish), bob.state]).toEqual([["offer", "offer"], "interrupted"]);
    link.receive(answer);
    await settle();
    link.receive(offer("6", "bob/d"));
    await settle();
    last(-1).become("connected");
    expect([link.remote("bob/d") === bob, bob.state]).toEqual([true, "connected"]);
    expect(bob.stream.getTracks()).toEqual([last(-1).sections[0]?.receiver.track]);
  });

  it("tries again with growing pauses when nobody answers, or a connection fails", async () => {
    const { peers, last } = begin();
    await settle();
    await pass(11_000);
    expect(peers).toHaveLength(2);
    last(-1).become("failed");
    await pass(1_900);
    expect(peers).toHaveLength(2);
    await pass(200);
    expect(peers).toHaveLength(3);
  });

  it("seeks another path when one is interrupted", async () => {
    const { last, types } = await connected();
    last(0).become("disconnected");
    last(1).become("disconnected");
    await pass(4_000);
    expect(last(0).calls).toEqual(["restartIce"]);
    expect([types(sfuPublish), types(sfuSubscribe)]).toEqual([["offer", "offer"], ["answer", "rollback"]]);
  });

  it("says again what may have been lost while there was no connection to the server", async () => {
    const { link, types } = begin();
    await settle();
    link.recover();
    expect(types(sfuPublish)).toEqual(["offer", "offer"]);
    link.receive(answer);
    await settle();
    link.recover();
    expect(types(sfuSubscribe)).toEqual(["rollback"]);
  });
});

describe("the links between browsers, when a call moves to a media server", () => {
  function moving(sfu: SfuLink, isSeen = false) {
    const mesh = { state: "connected", close: vi.fn(), receive: vi.fn(() => Promise.resolve()), setTrack: vi.fn() };
    const [tell, show] = [vi.fn(), vi.fn()];
    const farewell = new MeshFarewell({ sfu, tell, show, isSeen: () => isSeen }, new Map([["bob/d", mesh as unknown as MediaLink]]));
    return { mesh, tell, show, farewell };
  }

  const told = { callId: "c", from: "bob/d", description: { type: "rollback" as const, sdp: "" } };

  it("stay until both sides receive by the media server", async () => {
    const { link } = await connected();
    const { mesh, tell, show, farewell } = moving(link);
    await farewell.check();
    expect([tell.mock.calls, show.mock.calls]).toEqual([[["bob/d"]], [["bob/d", link.remote("bob/d")]]]);
    expect(mesh.close).not.toHaveBeenCalled();
    expect(farewell.receive(told)).toBe(true);
    expect(mesh.close).toHaveBeenCalledOnce();
    expect(farewell.receive(told)).toBe(false);
  });

  it("stay until a frame of a picture was decoded, whatever else has come", async () => {
    const { link, last } = await connected();
    const { mesh, tell, show, farewell } = moving(link, true);
    farewell.receive(told);
    await pass(5_000);
    expect([show.mock.calls.length, tell.mock.calls.length, mesh.close.mock.calls.length]).toEqual([0, 0, 0]);
    last(1).framesDecoded = 1;
    await pass(500);
    expect([show.mock.calls.length, tell.mock.calls.length, mesh.close.mock.calls.length]).toEqual([1, 1, 1]);
  });

  it("stay while nothing has come by the media server, and take signals on", async () => {
    const { link } = begin();
    const { mesh, show, farewell } = moving(link);
    await farewell.check();
    expect(farewell.receive(told)).toBe(true);
    expect(farewell.receive({ callId: "c", from: "bob/d", candidate: { candidate: "x" } })).toBe(true);
    expect([show.mock.calls.length, mesh.close.mock.calls.length, mesh.receive.mock.calls.length]).toEqual([0, 0, 1]);
  });

  it("end after a while for who sends nothing, and at once for who leaves", async () => {
    const { link } = begin();
    const [one, other] = [moving(link), moving(link)];
    other.farewell.drop("bob/d");
    expect(other.mesh.close).toHaveBeenCalledOnce();
    await pass(60_000);
    expect([one.show.mock.calls.length, one.mesh.close.mock.calls.length]).toEqual([1, 1]);
  });

  it("stay however long the media server takes, while they bring a picture that it does not", async () => {
    const { link } = begin();
    const { mesh, show } = moving(link, true);
    await pass(300_000);
    expect([show.mock.calls.length, mesh.close.mock.calls.length]).toEqual([0, 0]);
    mesh.state = "interrupted";
    await pass(60_000);
    expect([show.mock.calls.length, mesh.close.mock.calls.length]).toEqual([1, 1]);
  });
});

function raise(message: string): never {
  throw new Error(message);
}
