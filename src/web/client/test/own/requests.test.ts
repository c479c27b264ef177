import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RequestError, type Client } from "../../src/index.ts";
import { harness, pass, settle } from "../harness.ts";
import type { Shop } from "./shop.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function shop() {
  const made = harness();
  made.client.connect();
  await settle();
  return { ...made, client: made.client as Client<Shop> };
}

/** What comes of a request, without waiting for it. */
function outcome(request: Promise<unknown>): { value?: unknown; error?: unknown } {
  const seen: { value?: unknown; error?: unknown } = {};
  request.then(
    (value) => (seen.value = value),
    (error: unknown) => (seen.error = error),
  );
  return seen;
}

describe("an app's request", () => {
  it("is answered with the reply's data, whatever its type", async () => {
    const { server, client } = await shop();
    server.answers.set("order.place", (_, { item }) => ({ type: "order.placed", data: { id: `o-${item as string}` } }));
    const placed: unknown[] = [];
    client.on("order.placed", (order) => placed.push(order));
    const order = outcome(client.request("order.place", { item: "book" }));
    await settle();
    expect(order).toEqual({ value: { id: "o-book" } });
    expect(server.last.of("order.place")).toMatchObject([{ item: "book" }]);
    expect(placed).toEqual([]);
  });

  it("is refused with the server's words", async () => {
    const { server, client } = await shop();
    server.answers.set("order.place", () => ({ type: "error", data: { code: "bad-request", message: "no such item", field: "item", retryAfterMs: 5 } }));
    const order = outcome(client.request("order.place", { item: "?" }));
    await settle();
    expect(order.error).toBeInstanceOf(RequestError);
    expect(order.error).toMatchObject({ code: "bad-request", message: "no such item", field: "item", retryAfterMs: 5 });
  });

  it("isn't waited for any longer than it says, and without an answer is no success", async () => {
    const { server, client } = await shop();
    server.intercept = () => true;
    const [short, usual] = [outcome(client.request("order.place", { item: "a" }, { timeoutMs: 500 })), outcome(client.request("order.place", { item: "b" }))];
    await pass(500);
    expect([short.error, usual.error]).toMatchObject([{ code: "timeout" }, undefined]);
    await pass(9_500);
    expect(usual.error).toMatchObject({ code: "timeout" });
  });

  it("is given up by its signal, before and after it was sent, and ignores the answer", async () => {
    const { server, client } = await shop();
    server.answers.set("order.place", () => ({ type: "order.placed", data: { id: "late" } }));
    const controller = new AbortController();
    const order = outcome(client.request("order.place", { item: "book" }, { signal: controller.signal }));
    controller.abort(new Error("changed my mind"));
    await settle();
    expect(order).toEqual({ error: new Error("changed my mind") });
    const second = outcome(client.request("order.place", { item: "pen" }, { signal: controller.signal }));
    await settle();
    expect(second).toEqual({ error: new Error("changed my mind") });
    expect(server.last.of("order.place")).toHaveLength(1);
  });

  it("is not sent again by itself after a lost connection: it may have been done", async () => {
    const { server, client } = await shop();
    server.intercept = (_, { type }) => type === "order.place";
    const order = outcome(client.request("order.place", { item: "book" }));
    await settle();
    server.crash();
    await pass(5_000);
    expect(order.error).toMatchObject({ code: "disconnected" });
    expect(server.sockets).toHaveLength(2);
    expect(server.last.of("order.place")).toEqual([]);
    const without = outcome(client.request("order.place", { item: "book" }));
    server.crash();
    await settle();
    expect(without.error).toMatchObject({ code: "disconnected" });
  });

  it("with `retry` waits for a connection, and is sent again with the same data until it is answered", async () => {
    const { server, client } = await shop();
    server.crash();
    const order = outcome(client.request("order.place", { item: "book", key: "k1" }, { retry: true }));
    server.intercept = (_, { type }) => type === "order.place";
    await pass(1_000);
    expect(server.last.of("order.place")).toMatchObject([{ item: "book", key: "k1" }]);
    server.crash();
    server.intercept = null;
    server.answers.set("order.place", () => ({ type: "order.placed", data: { id: "o1" } }));
    await pass(5_000);
    expect(server.last.of("order.place")).toMatchObject([{ item: "book", key: "k1" }]);
    expect(order).toEqual({ value: { id: "o1" } });
  });

  it("with `retry` ends with the client, with its signal, and with an error that is not the connection's", async () => {
    const { server, client } = await shop();
    server.answers.set("order.place", () => ({ type: "error", data: { code: "conflict", message: "sold" } }));
    const refused = outcome(client.request("order.place", { item: "book" }, { retry: true }));
    await settle();
    expect(refused.error).toMatchObject({ code: "conflict" });
    server.crash();
    const controller = new AbortController();
    const aborted = outcome(client.request("order.place", { item: "book" }, { retry: true, signal: controller.signal }));
    const closed = outcome(client.request("order.place", { item: "pen" }, { retry: true }));
    controller.abort();
    await settle();
    expect(aborted.error).toMatchObject({ name: "AbortError" });
    client.close();
    await settle();
    expect(closed.error).toMatchObject({ code: "disconnected" });
  });

  it("with `retry` is sent at the server's pace where many have waited, and is given up by its signal while it waits", async () => {
    const { server, client } = await shop();
    server.limitsRates = true;
    server.answers.set("order.place", (_, { key }) => ({ type: "order.placed", data: { id: key } }));
    server.crash();
    const controller = new AbortController();
    const orders = Array.from({ length: 150 }, (_, i) => outcome(client.request("order.place", { item: "book", key: `k${i}` }, { retry: true })));
    const aborted = outcome(client.request("order.place", { item: "pen", key: "k" }, { retry: true, signal: controller.signal }));
    await pass(2_000);
    expect(aborted).toEqual({});
    controller.abort(new Error("changed my mind"));
    await settle();
    expect(aborted.error).toEqual(new Error("changed my mind"));
    await pass(20_000);
    expect(orders.map(({ value }) => value)).toEqual(orders.map((_, i) => ({ id: `k${i}` })));
    expect(server.sockets).toHaveLength(2);
    expect(server.last.of("order.place")).toHaveLength(150);
  });

  it("has no type of the server's own", async () => {
    const { server, client } = await shop();
    const order = outcome((client as unknown as Client).request("chat.send", { room: "r" }));
    await settle();
    expect(order.error).toBeInstanceOf(TypeError);
    expect(server.last.of("chat.send")).toEqual([]);
  });
});
