import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";
import { follow, shop } from "./following.ts";
import type { Shop } from "./shop.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

describe("many topics", () => {
  const names = Array.from({ length: 200 }, (_, i) => `board.${i}` as const);

  async function boards() {
    const server = new FakeServer();
    server.limitsRates = true;
    server.addRoom("r", "group", "alice", "bob");
    for (const name of names) server.addTopic(name, 3);
    const made = harness({ server });
    const client = made.client as Client<Shop>;
    client.connect();
    await settle();
    const seen: string[] = [];
    const stops = names.map((name) => client.topic(name).subscribe({ message: ({ data, seq }) => seen.push(`${name} ${seq ?? "-"}: ${data.x}`) }));
    const followed = () => names.filter((name) => server.topics.get(name)?.followers.has(server.last)).length;
    return { ...made, client, seen, stops, followed };
  }

  it("are followed at the server's pace, when they are asked for and after a reconnect, and what is typed doesn't wait for them", async () => {
    const { server, client, seen, followed } = await boards();
    await pass(20_000);
    expect(followed()).toBe(200);
    server.crash();
    for (const name of names) server.publish(name, "board.drawn", { x: 1 });
    await pass(2_000);
    expect(followed()).toBeLessThan(100);
    client.outbox.add({ room: "r", text: "typed" });
    await pass(500);
    expect(server.rooms.get("r")?.log).toMatchObject([{ data: { text: "typed" } }]);
    await pass(20_000);
    expect(followed()).toBe(200);
    expect(seen).toEqual(names.map((name) => `${name} 1: 1`));
    expect(server.sockets).toHaveLength(2);
    for (const { received } of server.sockets) expect(received.filter(({ type }) => type === "topic.subscribe")).toHaveLength(200);
  });

  it("are left at the server's pace, and not where somebody follows them again", async () => {
    const { server, client, stops, followed } = await boards();
    await pass(20_000);
    for (const stop of stops) stop();
    client.topic("board.199").subscribe({ message: () => undefined });
    await pass(20_000);
    expect(followed()).toBe(1);
    expect(server.topics.get("board.199")?.followers.size).toBe(1);
    expect(server.sockets).toHaveLength(1);
  });
});

describe("a topic that nobody follows any more", () => {
  async function left() {
    const made = await shop();
    const { server, client } = made;
    const { stop } = follow(client);
    await settle();
    server.intercept = (socket, { type, data }) => {
      if (type !== "topic.unsubscribe") return false;
      socket.say("error", { ref: data["ref"], code: "rate-limited", message: "too many", retryAfterMs: 700 });
      return true;
    };
    stop();
    await settle();
    server.intercept = null;
    const followers = () => server.topics.get("prices")?.followers ?? never();
    expect(followers().size).toBe(1);
    return { ...made, followers };
  }

  it("is given up again where the server couldn't take it", async () => {
    const { server, followers } = await left();
    await pass(700);
    expect(followers().size).toBe(0);
    expect(server.last.of("topic.unsubscribe")).toHaveLength(2);
  });

  it("is not given up where it is followed anew meanwhile", async () => {
    const { server, client, followers } = await left();
    follow(client);
    await pass(5_000);
    expect(followers().size).toBe(1);
    expect(server.last.of("topic.unsubscribe")).toHaveLength(1);
  });

  it("is not given up in another session, which never had it", async () => {
    const { server } = await left();
    server.crash();
    await pass(5_000);
    expect(server.last.of("topic.unsubscribe")).toEqual([]);
  });
});

/** Another node owns the topic from now on, and numbers from 1 again. */

function never(): never {
  throw new Error("no such topic");
}
