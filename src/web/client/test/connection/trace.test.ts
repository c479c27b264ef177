import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { harness, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const inSpan = (span: number) => `00-${trace}-00f067aa0ba902b${span}-01`;

/** A client that asks this what is going on. */
async function started(traceparent: () => unknown) {
  const made = harness({ traceparent: traceparent as () => string });
  made.server.addRoom("r", "group", "alice", "bob");
  made.server.answers.set("order.place", () => ({ type: "order.placed", data: { id: "o1" } }));
  made.client.connect();
  await settle();
  return made;
}

describe("the trace that a request is a part of", () => {
  it("is what is going on when it is made", async () => {
    let current: string | null = null;
    const { server, client } = await started(() => current);
    current = inSpan(1);
    const placed = client.request("order.place", { sku: "a1" });
    client.outbox.add({ room: "r", text: "hello" });
    current = inSpan(2);
    void client.rooms.react("r", "m1", "👍", true).catch(() => undefined);
    current = null;
    await settle();
    expect(await placed).toEqual({ id: "o1" });
    expect(server.last.of("chat.rooms")[0]).not.toHaveProperty("traceparent");
    expect(server.last.of("order.place")).toMatchObject([{ sku: "a1", traceparent: inSpan(1) }]);
    expect(server.last.of("chat.send")).toMatchObject([{ text: "hello", traceparent: inSpan(1) }]);
    expect(server.last.of("chat.react")).toMatchObject([{ traceparent: inSpan(2) }]);
  });

  it("goes with requests alone", async () => {
    const { server, client } = await started(() => inSpan(1));
    client.typing.changed("r", true);
    await settle();
    expect(server.last.of("chat.typing")).toEqual([{ room: "r", on: true }]);
    expect(server.last.received.filter(({ data }) => "traceparent" in data && !("ref" in data))).toEqual([]);
  });

  it("is what the request says itself, where it does", async () => {
    const { server, client } = await started(() => inSpan(1));
    await client.request("order.place", { traceparent: inSpan(2) });
    expect(server.last.of("order.place")).toMatchObject([{ traceparent: inSpan(2) }]);
  });

  const none: [string, unknown][] = [
    ["nothing", undefined],
    ["malformed", `00-${trace}-01`],
    ["too long", `${inSpan(1)}-more`],
    ["of another version", inSpan(1).replace("00-", "ff-")],
    ["in capitals", inSpan(1).toUpperCase()],
    ["of no trace", `00-${"0".repeat(32)}-00f067aa0ba902b7-01`],
    ["of no span", `00-${trace}-${"0".repeat(16)}-01`],
    ["not recorded", inSpan(1).replace(/1$/, "0")],
    ["on two lines", `${inSpan(1)}\n`],
    ["no text", { toString: () => "" }],
  ];
  it.each(none)("is left out where it is %s, and the request goes on", async (_, said) => {
    const { server, client } = await started(() => said);
    expect(await client.request("order.place", { sku: "a1" })).toEqual({ id: "o1" });
    expect(server.last.of("order.place")[0]).not.toHaveProperty("traceparent");
  });

  it("is left out where asking for it fails", async () => {
    const { server, client } = await started(() => {
      throw new Error("no tracer");
    });
    expect(await client.request("order.place", { sku: "a1" })).toEqual({ id: "o1" });
    expect(server.last.of("order.place")[0]).not.toHaveProperty("traceparent");
  });
});
