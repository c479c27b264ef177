import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";

const hourMs = 3_600_000;
const noon = Date.parse("2026-11-29T12:00:00Z");

beforeEach(() => vi.useFakeTimers({ now: noon }));
afterEach(() => vi.useRealTimers());

/** A server for which it is noon, and a device whose clock is wrong by so much. */
async function device(wrongMs: number) {
  const server = new FakeServer();
  const begun = performance.now();
  server.now = () => noon + performance.now() - begun;
  vi.setSystemTime(noon + wrongMs);
  server.addRoom("r", "group", "alice", "bob");
  const made = harness({ server });
  made.client.connect();
  await settle();
  return made;
}

describe.each([
  ["an hour ahead", hourMs],
  ["an hour behind", -hourMs],
])("on a device whose clock is %s", (_, wrongMs) => {
  it("the time is the server's", async () => {
    const { client } = await device(wrongMs);
    expect(client.serverNow()).toBe(noon);
    await pass(90_000);
    expect(client.serverNow()).toBe(noon + 90_000);
  });

  it("what is written bears the server's time", async () => {
    const { server, client } = await device(wrongMs);
    server.crash();
    client.outbox.add({ room: "r", text: "hello" });
    expect(client.outbox.items.get()[0]?.at).toBe("2026-11-29T12:00:00.000Z");
  });

  it("the countdown to the next attempt is right", async () => {
    const { server, client } = await device(wrongMs);
    server.onDial = "refuse";
    server.crash();
    await settle();
    expect((client.connection.snapshot.get().retryAt ?? 0) - client.serverNow()).toBeGreaterThan(0);
    expect((client.connection.snapshot.get().retryAt ?? 0) - client.serverNow()).toBeLessThan(20_000);
  });

  it("a call rings for as long as the server says", async () => {
    const { server, client } = await device(wrongMs);
    const call = {
      id: "c1", room: "r", host: "bob", media: "audio", state: "ringing", mode: "mesh",
      startedAt: new Date(noon).toISOString(), participants: [], ringing: ["alice"],
    };
    server.last.say("call.incoming", { call, from: "bob/d2", expiresAt: new Date(noon + 45_000).toISOString() });
    await pass(44_000);
    expect(client.calls.state.get().incoming).toHaveLength(1);
    await pass(5_000);
    expect(client.calls.state.get().incoming).toEqual([]);
  });

  it("nobody is idle, or active, by that alone", async () => {
    const { server, input } = await device(wrongMs);
    await pass(4 * 60_000);
    input();
    await pass(4 * 60_000);
    expect(server.last.of("status.activity").at(-1)).toMatchObject({ idle: false });
    await pass(2 * 60_000);
    expect(server.last.of("status.activity").at(-1)).toMatchObject({ idle: true });
  });
});

describe("a clock that is set while the page lives", () => {
  it("changes nothing", async () => {
    const { client } = await device(0);
    for (const jumpMs of [hourMs, -2 * hourMs]) {
      vi.setSystemTime(Date.now() + jumpMs);
      expect(client.serverNow()).toBe(noon);
    }
  });

  it("doesn't hold back what is sent in bulk", async () => {
    const { server, client } = await device(0);
    vi.setSystemTime(Date.now() - hourMs);
    for (let i = 0; i < 60; i++) client.outbox.add({ room: "r", text: `${i}` });
    await pass(10_000);
    expect(server.last.of("chat.send")).toHaveLength(60);
  });
});

describe("the server's clock", () => {
  it("is heard again with each answer to a ping: a device that slept has lost time", async () => {
    const { server, client } = await device(0);
    const before = client.connection.clock.changes.get();
    server.now = () => noon + hourMs;
    await pass(server.heartbeatMs);
    expect(client.serverNow()).toBe(noon + hourMs);
    expect(client.connection.clock.changes.get()).toBe(before + 1);
  });

  it("is not set back by an answer that was long on its way", async () => {
    const { server, client } = await device(0);
    server.last.say("session.pong", { serverTime: new Date(noon - 5_000).toISOString() });
    await settle();
    expect(client.serverNow()).toBe(noon);
  });

  it("is the device's until the server has said what time it is", () => {
    expect(harness().client.serverNow()).toBe(noon);
  });
});
