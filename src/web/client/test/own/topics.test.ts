import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeServer } from "../fake-server.ts";
import { pass, settle } from "../harness.ts";
import { follow, shop } from "./following.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** The first subscription counts at once, and is answered only when the returned function is called. */
function answersLate(server: FakeServer): () => void {
  let late: (() => void) | undefined;
  server.intercept = (socket, frame) => {
    if (frame.type !== "topic.subscribe" || late) return false;
    server.topics.get("prices")?.followers.add(socket);
    late = () => socket.receive(frame);
    return true;
  };
  return () => late?.();
}

describe("a topic", () => {
  it("is asked for when somebody follows it, once for all of them, and given up by the last", async () => {
    const { server, client, price } = await shop();
    const prices = client.topic("prices");
    await settle();
    expect(server.last.of("topic.subscribe")).toEqual([]);
    const [one, other] = [follow(client), follow(client)];
    await settle();
    price(1);
    await settle();
    one.stop();
    one.stop();
    price(2);
    await settle();
    expect([one.seen, other.seen]).toEqual([["1: 1"], ["1: 1", "2: 2"]]);
    expect(server.last.of("topic.unsubscribe")).toEqual([]);
    other.stop();
    await settle();
    price(3);
    await settle();
    expect(server.last.of("topic.subscribe")).toMatchObject([{ topic: "prices" }]);
    expect(server.last.of("topic.unsubscribe")).toMatchObject([{ topic: prices.name }]);
    expect(other.seen).toHaveLength(2);
  });

  it("brings what was missed after a reconnect, in order and each once", async () => {
    const { server, client, price } = await shop();
    const { seen } = follow(client);
    await settle();
    expect(server.last.of("topic.subscribe")[0]).not.toHaveProperty("after");
    price(1);
    await settle();
    server.crash();
    price(2);
    price(3);
    await pass(1_000);
    expect(server.last.of("topic.subscribe")).toMatchObject([{ after: 1, epoch: "t1" }]);
    price(4);
    await settle();
    expect(seen).toEqual(["1: 1", "2: 2", "3: 3", "4: 4"]);
  });

  it("says that it has to be loaded anew when more was missed than is kept", async () => {
    const { server, client, price } = await shop({ keeps: 3 });
    const { seen } = follow(client);
    await settle();
    server.crash();
    for (const value of [1, 2, 3, 4]) price(value);
    await pass(1_000);
    price(5);
    await settle();
    expect(seen).toEqual(["reset", "5: 5"]);
  });

  it("says that it has to be loaded anew when it numbers anew", async () => {
    const { server, client, price } = await shop();
    const { seen } = follow(client);
    await settle();
    price(1);
    await settle();
    server.crash();
    restart(server);
    await pass(1_000);
    price(2);
    await settle();
    expect(seen).toEqual(["1: 1", "reset", "1: 2"]);
  });

  it("says so at once when it numbers anew while the connection lasts", async () => {
    const { server, client, price } = await shop({ keeps: 50 });
    const { seen } = follow(client);
    await settle();
    for (let value = 1; value <= 40; value++) price(value);
    await settle();
    restart(server);
    price(41);
    await settle();
    price(42);
    await settle();
    expect(seen.slice(39)).toEqual(["40: 40", "reset", "2: 42"]);
    expect(server.last.of("topic.subscribe")).toMatchObject([{}, { after: 40, epoch: "t1" }]);
  });

  it("that numbers anew goes on live for who wants no recovery", async () => {
    const { server, client, price } = await shop({ keeps: 50 });
    const { seen } = follow(client, { recover: false });
    await settle();
    price(1);
    price(2);
    await settle();
    restart(server);
    price(3);
    await settle();
    expect(seen).toEqual(["1: 1", "2: 2", "1: 3"]);
    expect(server.last.of("topic.subscribe")).toHaveLength(1);
  });

  it("is asked for once more where messages of another numbering overtook the answer", async () => {
    const { server, client, price } = await shop();
    const late = answersLate(server);
    const { seen } = follow(client);
    await settle();
    for (const value of [1, 2, 3]) price(value);
    await settle();
    restart(server);
    price(4);
    late();
    await settle();
    price(5);
    await settle();
    expect(seen).toEqual(["2: 5"]);
    expect(server.last.of("topic.subscribe")).toHaveLength(2);
  });

  it("of which a slow connection missed something is asked for again from there", async () => {
    const { server, client, price } = await shop();
    const { seen } = follow(client);
    await settle();
    price(1);
    price(2, false);
    server.last.say("session.lagging", { rooms: [], topics: ["prices", "unknown"] });
    await settle();
    expect(seen).toEqual(["1: 1", "2: 2"]);
  });

  it("is one of many that come back at the rate that the server allows", async () => {
    const { server, client } = await shop();
    const names = Array.from({ length: 256 }, (_, at) => `board.b${at}` as const);
    let [taken, since] = [0, 0];
    server.intercept = (socket, { type, data }) => {
      if (type !== "topic.subscribe") return false;
      const now = Date.now();
      taken = Math.max(0, taken - ((now - since) / 1_000) * 20) + 1;
      since = now;
      if (taken <= 40) return false;
      socket.say("error", { ref: data["ref"], code: "rate-limited", message: "too fast", retryAfterMs: 50 });
      return true;
    };
    const seen = new Set<string>();
    for (const name of names) {
      server.addTopic(name, 5);
      client.topic(name).subscribe({ message: () => seen.add(name) });
    }
    await pass(30_000);
    server.crash();
    for (const name of names) server.publish(name, "board.drawn", { x: 1 });
    await pass(30_000);
    expect(seen.size).toBe(256);
    expect(server.last.of("topic.subscribe")).toHaveLength(256);
  });

  it("is one of many that are given up at the rate that the server allows", async () => {
    const { server, client } = await shop();
    const names = Array.from({ length: 256 }, (_, at) => `board.b${at}` as const);
    const stops = names.map((name) => {
      server.addTopic(name, 5);
      return client.topic(name).subscribe({ message: () => undefined });
    });
    await pass(30_000);
    for (const stop of stops) stop();
    const { seen } = follow(client);
    const again = client.topic("board.b255").subscribe({ message: ({ data }) => seen.push(`board: ${data.x}`) });
    await settle();
    expect(server.last.of("topic.unsubscribe").length).toBeLessThan(40);
    await pass(30_000);
    server.publish("board.b255", "board.drawn", { x: 7 });
    server.publish("board.b0", "board.drawn", { x: 8 });
    await settle();
    expect(server.last.of("topic.unsubscribe")).toHaveLength(255);
    expect(names.filter((name) => (server.topics.get(name)?.followers.size ?? 0) > 0)).toEqual(["board.b255"]);
    expect(seen).toEqual(["board: 7"]);
    again();
  });

  it("fills a gap", async () => {
    const { server, client, price } = await shop();
    const { seen } = follow(client);
    await settle();
    price(1);
    price(2, false);
    price(3);
    await settle();
    expect(seen).toEqual(["1: 1", "2: 2", "3: 3"]);
    expect(server.last.of("topic.subscribe")).toHaveLength(2);
  });

  it("brings a message that overtook the answer, and none twice", async () => {
    const { server, client, price } = await shop();
    const late = answersLate(server);
    const { seen } = follow(client);
    await settle();
    price(1);
    await settle();
    expect(seen).toEqual([]);
    late();
    price(2);
    await settle();
    // The first stands before the head with which the subscription began.
    expect(seen).toEqual(["2: 2"]);
  });

  it("without numbers is volatile, and says after a reconnect that something may be missing", async () => {
    const { server, client, price } = await shop({ keeps: 0 });
    const { seen } = follow(client);
    await settle();
    price(1);
    await settle();
    server.crash();
    price(2);
    await pass(1_000);
    price(3);
    await settle();
    expect(seen).toEqual(["-: 1", "reset", "-: 3"]);
  });

  it("brings only what comes live to who wants no recovery", async () => {
    const { server, client, price } = await shop();
    const alone = follow(client, { recover: false });
    await settle();
    server.crash();
    price(1);
    await pass(1_000);
    expect(server.last.of("topic.subscribe")[0]).not.toHaveProperty("after");
    const other = follow(client);
    server.crash();
    price(2);
    await pass(3_000);
    price(3);
    await settle();
    expect([alone.seen, other.seen]).toEqual([["3: 3"], ["2: 2", "3: 3"]]);
  });

  it("that is not allowed is told, and asked for again only by who follows it anew", async () => {
    const { server, client } = await shop();
    const topic = server.topics.get("prices") ?? never();
    server.topics.clear();
    const refused = follow(client);
    await settle();
    server.crash();
    await pass(1_000);
    expect(refused.seen).toEqual(["forbidden"]);
    expect(server.last.of("topic.subscribe")).toEqual([]);
    server.topics.set("prices", topic);
    const again = follow(client);
    await settle();
    server.publish("prices", "market.closed", { at: "" });
    await settle();
    expect([refused.seen, again.seen]).toEqual([["forbidden"], ["market.closed"]]);
  });

  it("that is not allowed any longer is told, and brings nothing more", async () => {
    const { server, client, price } = await shop();
    const { seen, stop } = follow(client);
    await settle();
    server.last.say("topic.unsubscribed", { topic: "prices" });
    await settle();
    price(1);
    await settle();
    stop();
    await settle();
    expect(seen).toEqual(["forbidden"]);
    expect(server.last.of("topic.unsubscribe")).toEqual([]);
  });

  it("is asked for again where the server couldn't answer", async () => {
    const { server, client, price } = await shop();
    server.intercept = (socket, { type, data }) => {
      if (type !== "topic.subscribe") return false;
      socket.say("error", { ref: data["ref"], code: "unavailable", message: "not now", retryAfterMs: 700 });
      return true;
    };
    const { seen } = follow(client);
    await settle();
    server.intercept = null;
    await pass(700);
    price(1);
    await settle();
    expect(seen).toEqual(["1: 1"]);
  });

  it("is not asked for again when nobody follows it any more", async () => {
    const { server, client } = await shop();
    server.intercept = (socket, { type, data }) => {
      if (type !== "topic.subscribe") return false;
      setTimeout(() => socket.say("error", { ref: data["ref"], code: "unavailable", message: "not now" }), 100);
      return true;
    };
    follow(client).stop();
    await pass(10_000);
    expect(server.last.of("topic.subscribe")).toHaveLength(1);
  });

  it("is followed as soon as there is a connection", async () => {
    const { server, client, price } = await shop();
    server.crash();
    const { seen } = follow(client);
    await pass(1_000);
    price(1);
    await settle();
    expect(seen).toEqual(["1: 1"]);
  });
});

function restart(server: FakeServer): void {
  const topic = server.topics.get("prices") ?? never();
  topic.epoch = "t2";
  topic.messages.length = 0;
}

function never(): never {
  throw new Error("no such topic");
}
