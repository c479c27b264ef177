import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { grade, measure, worst } from "../../src/calls/media/quality.ts";
import { SpeakerDetector } from "../../src/calls/media/speaker.ts";
import { pass } from "../harness.ts";
import { currentOf, groupCall, raise } from "./call-people.ts";

const report = (...stats: object[]) => new Map(stats.map((stat) => [(stat as { id?: string }).id ?? JSON.stringify(stat), stat]));
const inbound = (kind: string, track: string, rest: object) => ({ type: "inbound-rtp", kind, trackIdentifier: track, ...rest });

describe("the quality of a link", () => {
  it("is the rate between two looks, of the participant's own tracks", () => {
    const tracks = new Set(["a1", "v1"]);
    const first = report(inbound("audio", "a1", { bytesReceived: 1_000, packetsReceived: 100, packetsLost: 0, jitter: 0.004 }));
    const then = measure(first, null, 1_000, tracks);
    expect(then.quality.bitrateKbps).toBe(0);
    const second = report(
      inbound("audio", "a1", { bytesReceived: 6_000, packetsReceived: 190, packetsLost: 10, jitter: 0.02 }),
      inbound("video", "v1", { bytesReceived: 120_000, packetsReceived: 100, packetsLost: 0, frameWidth: 640, frameHeight: 360, framesPerSecond: 24 }),
      inbound("video", "somebody else", { bytesReceived: 9e9, packetsReceived: 1, packetsLost: 999 }),
      { id: "t", type: "transport", selectedCandidatePairId: "p2" },
      { id: "p1", type: "candidate-pair", state: "succeeded", nominated: true, currentRoundTripTime: 9 },
      { id: "p2", type: "candidate-pair", currentRoundTripTime: 0.12, localCandidateId: "l", remoteCandidateId: "r" },
      { id: "l", type: "local-candidate", candidateType: "relay" },
    );
    expect(measure(second, then.counters, 3_000, tracks).quality).toEqual({
      grade: "fair",
      rttMs: 120,
      lossPct: 5,
      jitterMs: 20,
      bitrateKbps: 500,
      width: 640,
      height: 360,
      framesPerSecond: 24,
      isRelayed: true,
    });
  });

  it("begins anew with a new peer connection", () => {
    const tracks = new Set(["a"]);
    const old = { atMs: 0, bytes: 1e6, received: 9_000, lost: 500 };
    const { quality } = measure(report(inbound("audio", "a", { bytesReceived: 10, packetsReceived: 1, packetsLost: 0 })), old, 2_000, tracks);
    expect([quality.bitrateKbps, quality.lossPct]).toEqual([0, 0]);
  });

  it.each([
    [{ rttMs: null, lossPct: null, jitterMs: null }, "good"],
    [{ rttMs: 80, lossPct: 1, jitterMs: 12 }, "good"],
    [{ rttMs: 350, lossPct: 0, jitterMs: 5 }, "fair"],
    [{ rttMs: 50, lossPct: 4, jitterMs: 5 }, "fair"],
    [{ rttMs: 50, lossPct: 0, jitterMs: 60 }, "fair"],
    [{ rttMs: 900, lossPct: 0, jitterMs: 5 }, "poor"],
    [{ rttMs: 50, lossPct: 12, jitterMs: 5 }, "poor"],
  ] as const)("%o is %s", (measured, expected) => {
    expect(grade(measured)).toBe(expected);
  });

  it("of a call is that of its worst link", () => {
    const good = { grade: "good", rttMs: 20, lossPct: 0, jitterMs: null, bitrateKbps: 700.04, width: null, height: null, framesPerSecond: null, isRelayed: false } as const;
    expect(worst([good, { ...good, rttMs: 310, lossPct: 2.55, jitterMs: 8 }])).toEqual({ rttMs: 310, lossPct: 2.6, jitterMs: 8, bitrateKbps: 1_400.1 });
    expect(worst([])).toBeNull();
  });
});

describe("who speaks", () => {
  const hear = (detector: SpeakerDetector, nowMs: number, levels: Record<string, number>) => detector.update(new Map(Object.entries(levels)), nowMs);

  it("is nobody for a room's noise, and stays through a pause between words", () => {
    const detector = new SpeakerDetector();
    expect(hear(detector, 0, { a: 0.004, b: 0 })).toEqual({ speaking: [], speaker: null });
    hear(detector, 200, { a: 0.2, b: 0 });
    expect(hear(detector, 400, { a: 0.2, b: 0 })).toEqual({ speaking: ["a"], speaker: "a" });
    for (let now = 600; now < 3_000; now += 200) hear(detector, now, { a: 0, b: 0 });
    expect(hear(detector, 3_000, { a: 0, b: 0 })).toEqual({ speaking: [], speaker: "a" });
  });

  it("does not change while the one shown still speaks, nor within two seconds", () => {
    const detector = new SpeakerDetector();
    hear(detector, 0, { a: 0.3, b: 0 });
    for (let now = 200; now < 2_000; now += 200) expect(hear(detector, now, { a: 0, b: 0.9 }).speaker).toBe("a");
    for (let now = 2_000; now < 3_600; now += 200) hear(detector, now, { a: 0, b: 0.9 });
    expect(hear(detector, 3_600, { a: 0, b: 0.9 }).speaker).toBe("b");
    for (let now = 3_800; now < 9_000; now += 200) expect(hear(detector, now, { a: 0.9, b: 0.1 }).speaker).toBe("b");
  });

  it("is never somebody who has left", () => {
    const detector = new SpeakerDetector();
    hear(detector, 0, { a: 0.3, b: 0 });
    expect(hear(detector, 200, { b: 0 })).toEqual({ speaking: [], speaker: null });
  });
});

describe("a call that is measured", () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => vi.useRealTimers());

  it("shows each participant's quality, tells the server every ten seconds, and stops with the call", async () => {
    const { people } = await groupCall("alice", "bob");
    const alice = people[0] ?? raise("no alice");
    const peer = alice.rtc.peers[0] ?? raise("no peer");
    peer.level = 0.4;
    peer.stats = [{ type: "inbound-rtp", kind: "audio", bytesReceived: 1_000, packetsReceived: 90, packetsLost: 10, jitter: 0.001 }];
    await pass(2_000);
    expect(currentOf(alice.client).remotes[0]?.quality).toMatchObject({ grade: "poor", lossPct: 10 });
    expect(currentOf(alice.client)).toMatchObject({ speaking: ["bob/d1"], speaker: "bob/d1" });
    expect(alice.socket().of("call.stats")).toEqual([]);
    await pass(8_000);
    expect(alice.socket().of("call.stats")).toMatchObject([{ lossPct: 0, jitterMs: 1, bitrateKbps: 0 }]);
    void alice.client.calls.hangUp();
    await pass(30_000);
    expect(alice.socket().of("call.stats")).toHaveLength(1);
  });
});
