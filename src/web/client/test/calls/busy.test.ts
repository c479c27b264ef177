import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { settle } from "../harness.ts";
import { callIdOf, callsOf, currentOf, person, ringingOf } from "./call-people.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** Alice and Carol call Bob, who answers Alice. */
async function two() {
  const server = new FakeServer();
  server.addRoom("r1", "direct", "alice", "bob");
  server.addRoom("r2", "direct", "carol", "bob");
  const [alice, bob, carol] = [await person(server, "alice"), await person(server, "bob"), await person(server, "carol")];
  void alice.client.calls.start({ room: "r1" }, "audio");
  await settle();
  void carol.client.calls.start({ room: "r2" }, "audio");
  await settle();
  const second = callIdOf(carol.client);
  expect(callsOf(bob.client).incoming.map(({ call }) => call.id)).toEqual([ringingOf(bob.client), second]);
  void bob.client.calls.accept(ringingOf(bob.client));
  await settle();
  return { bob, carol, second };
}

describe("who is called twice and answers one", () => {
  it("is rung by the other no more, and sees who it was", async () => {
    const { bob, second } = await two();
    bob.socket().say("call.ended", { callId: second, reason: "busy", durationMs: 0 });
    bob.socket().say("call.missed", { callId: second, room: "r2", from: "carol", name: "Carol", media: "audio", at: "2026-01-01T00:00:00.000Z" });
    await settle();
    expect(callsOf(bob.client)).toMatchObject({ incoming: [], missed: [{ callId: second, name: "Carol" }] });
    expect(currentOf(bob.client).phase).toBe("active");
  });

  it("is rung by the other no more where that stays a secret", async () => {
    const { bob, second } = await two();
    bob.socket().say("call.ended", { callId: second, reason: "busy", durationMs: 0 });
    await settle();
    expect(callsOf(bob.client)).toMatchObject({ incoming: [], missed: [], current: { phase: "active" } });
  });

  it("is busy for the other, who sees that", async () => {
    const { carol, second } = await two();
    carol.socket().say("call.busy", { callId: second, user: "bob" });
    carol.socket().say("call.ended", { callId: second, reason: "busy", durationMs: 0 });
    await settle();
    expect(currentOf(carol.client)).toMatchObject({ phase: "ended", endReason: "busy" });
  });
});
