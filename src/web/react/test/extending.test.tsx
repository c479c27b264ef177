import type { Client } from "@akkarealtime/client";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../../client/test/fake-server.ts";
import { harness, settle } from "../../client/test/harness.ts";
import { ClientProvider } from "../src/index.ts";
import extending from "../../../../docs/extending.md?raw";
import { Article } from "./docs/article.tsx";
import articleSource from "./docs/article.tsx?raw";
import shopSource from "./docs/shop.ts?raw";
import { placeOrder, watch, type Shop } from "./docs/shop.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function start() {
  const server = new FakeServer();
  server.addTopic("prices", 3);
  server.addRoom("r", "group", "alice");
  server.answers.set("order.place", (_, { sku }) =>
    sku === "gone"
      ? { type: "error", data: { code: "not-found", message: "There is no such article.", field: "sku" } }
      : { type: "order.placed", data: { id: "o1", at: "2026-01-01T00:00:00.000Z" } },
  );
  const made = harness({ server });
  const client = made.client as Client<Shop>;
  client.connect();
  await settle();
  return { server, client };
}

describe("the example of docs/extending.md", () => {
  it("has the files that are compiled and run here", () => {
    expect(extending).toContain(`\`\`\`ts\n${shopSource}\`\`\``);
    expect(extending).toContain(`\`\`\`tsx\n${articleSource}\`\`\``);
  });

  it("sends requests, and hears events and topics", async () => {
    const { server, client } = await start();
    const lines: string[] = [];
    const stop = watch(client, (line) => lines.push(line));
    await settle();
    expect([await placeOrder(client, "a1"), await placeOrder(client, "gone")]).toEqual(["Ordered: o1", "There is no such article."]);
    server.last.say("order.placed", { id: "o2" });
    server.appendOwn("r", "alice", "poll.opened", { question: "tea?" });
    server.publish("prices", "price.changed", { sku: "a1", cents: 995 });
    await settle();
    stop();
    server.last.say("order.placed", { id: "o3" });
    await settle();
    expect(lines).toEqual(["order o2", "r: tea?", "a1: 995"]);
  });

  it("shows them with hooks", async () => {
    const { server, client } = await start();
    const view = (sku: string) => (
      <ClientProvider client={client}>
        <Article sku={sku} />
      </ClientProvider>
    );
    const { rerender } = render(view("a1"));
    await act(settle);
    server.publish("prices", "price.changed", { sku: "a1", cents: 995 });
    server.last.say("order.placed", { id: "o1" });
    await act(settle);
    expect(screen.getByText("a1: 995, 1 orders")).toBeDefined();
    rerender(view("gone"));
    act(() => screen.getByText("Order").click());
    await act(settle);
    expect(screen.getByRole("alert").textContent).toBe("There is no such article.");
  });
});
