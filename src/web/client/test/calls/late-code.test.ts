import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { importedCode, type LateCode, type MediaCode } from "../../src/calls/session/late-code.ts";
import { FakeServer } from "../fake-server.ts";
import { settle } from "../harness.ts";
import { callIdOf, callsOf, currentOf, person, raise, ringingOf } from "./call-people.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** Code that comes, or can't be had, when the test says so. */
function late() {
  let there: MediaCode | null = null;
  let asked = 0;
  let resolve: (code: MediaCode) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<MediaCode>((good, bad) => {
    resolve = good;
    reject = bad;
  });
  promise.catch(() => undefined);
  const code: LateCode = {
    now: () => there,
    load: () => {
      asked++;
      return promise;
    },
  };
  return {
    code,
    asked: () => asked,
    comes: async () => {
      there = importedCode.now() ?? raise("not loaded");
      resolve(there);
      await settle();
    },
    isLost: async () => {
      reject(new TypeError("Failed to fetch dynamically imported module"));
      await settle();
    },
  };
}

async function pair() {
  const server = new FakeServer();
  server.addRoom("r", "direct", "alice", "bob");
  const file = late();
  const alice = await person(server, "alice");
  const bob = await person(server, "bob", { callCode: file.code });
  return { alice, bob, file };
}

describe("the code of a call's media", () => {
  it("is fetched while it rings, and what came before it is not lost", async () => {
    const { alice, bob, file } = await pair();
    expect(file.asked()).toBe(0);
    void alice.client.calls.start({ room: "r" }, "video");
    await settle();
    expect(file.asked()).toBe(1);
    void bob.client.calls.accept(ringingOf(bob.client));
    await settle();
    expect(currentOf(bob.client)).toMatchObject({ phase: "starting", remotes: [], local: { audio: true, video: true } });
    await file.comes();
    expect(currentOf(bob.client).remotes).toMatchObject([{ participant: "alice/d1", link: "connected" }]);
    expect(currentOf(alice.client).remotes).toMatchObject([{ participant: "bob/d1", link: "connected" }]);
  });

  it("may come when somebody has accepted and offered a link", async () => {
    const { alice, bob, file } = await pair();
    void bob.client.calls.start({ room: "r" }, "audio");
    await settle();
    void alice.client.calls.accept(ringingOf(alice.client));
    await settle();
    expect(currentOf(bob.client).remotes).toEqual([]);
    await file.comes();
    expect(currentOf(bob.client).remotes).toMatchObject([{ participant: "alice/d1", link: "connected" }]);
  });

  it("leaves the call where it can't be had, so that nobody waits for media", async () => {
    const { alice, bob, file } = await pair();
    void alice.client.calls.start({ room: "r" }, "video");
    await settle();
    void bob.client.calls.accept(ringingOf(bob.client));
    await settle();
    const id = callIdOf(bob.client);
    await file.isLost();
    expect(callsOf(bob.client).current).toMatchObject({ phase: "ended", endReason: "failed" });
    expect(bob.socket().of("call.leave")).toMatchObject([{ callId: id }]);
    expect(bob.rtc.opened.every(({ readyState }) => readyState === "ended")).toBe(true);
  });

  it("makes nothing where the call is over before it comes", async () => {
    const { alice, bob, file } = await pair();
    void alice.client.calls.start({ room: "r" }, "video");
    await settle();
    void bob.client.calls.accept(ringingOf(bob.client));
    await settle();
    void bob.client.calls.hangUp();
    await settle();
    await file.comes();
    expect(bob.rtc.peers).toEqual([]);
    expect(callsOf(bob.client).current).toMatchObject({ phase: "ended", endReason: "hangup" });
  });
});
