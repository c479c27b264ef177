import type { Client } from "@akkarealtime/client";
import { act, cleanup, render, screen } from "@testing-library/react";
import { StrictMode, type ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { FakeServer } from "../../client/test/fake-server.ts";
import { harness, settle } from "../../client/test/harness.ts";
import type { Shop } from "../../client/test/own/shop.ts";
import { ClientProvider, hooksFor } from "../src/index.ts";

const { useClient, useEvent, useRequest, useTopic } = hooksFor<Shop>();

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function start() {
  const server = new FakeServer();
  server.addTopic("prices", 3);
  const { client } = harness({ server });
  client.connect();
  await settle();
  const inApp = (children: ReactNode) => (
    <StrictMode>
      <ClientProvider client={client}>{children}</ClientProvider>
    </StrictMode>
  );
  return { server, inApp };
}

const shown = (id: string) => screen.getByTestId(id).textContent;

describe("useEvent", () => {
  it("hears events while the component lives, by its newest handler", async () => {
    const { server, inApp } = await start();
    const heard: string[] = [];
    function Orders({ label }: { label: string }) {
      useEvent("order.placed", ({ id }) => heard.push(`${label} ${id}`));
      return null;
    }
    const place = async (id: string) => {
      server.last.say("order.placed", { id });
      await act(settle);
    };
    const view = render(inApp(<Orders label="first" />));
    await place("1");
    view.rerender(inApp(<Orders label="second" />));
    await place("2");
    view.unmount();
    await place("3");
    expect(heard).toEqual(["first 1", "second 2"]);
  });
});

describe("useRequest", () => {
  function Order({ onSend }: { onSend: (send: (item: string) => Promise<{ id: string }>) => void }) {
    const order = useRequest("order.place");
    onSend((item) => order.send({ item }));
    return (
      <button data-testid="order" onClick={order.reset}>
        {order.state === "done" ? order.reply.id : order.state === "failed" ? order.error.message : order.state}
      </button>
    );
  }

  async function shop() {
    const made = await start();
    let send: (item: string) => Promise<{ id: string }> = () => Promise.reject(new Error("not drawn yet"));
    render(made.inApp(<Order onSend={(now) => (send = now)} />));
    return { ...made, send: (item: string) => send(item) };
  }

  it("shows how the request stands: idle, pending, done, and idle again", async () => {
    const { server, send } = await shop();
    server.answers.set("order.place", (_, { item }) => ({ type: "order.placed", data: { id: `o-${item as string}` } }));
    expect(shown("order")).toBe("idle");
    let reply: unknown;
    act(() => void send("book").then((answer) => (reply = answer)));
    expect(shown("order")).toBe("pending");
    await act(settle);
    expect([shown("order"), reply]).toEqual(["o-book", { id: "o-book" }]);
    act(() => screen.getByTestId("order").click());
    expect(shown("order")).toBe("idle");
  });

  it("shows why it failed, and nobody has to catch that", async () => {
    const { server, send } = await shop();
    server.answers.set("order.place", () => ({ type: "error", data: { code: "conflict", message: "sold out" } }));
    act(() => void send("book"));
    await act(settle);
    expect(shown("order")).toBe("sold out");
    await expect(send("pen")).rejects.toMatchObject({ code: "conflict" });
    await act(settle);
  });

  it("begins idle with another type, and doesn't show there what was asked by the one before", async () => {
    const { server, inApp } = await start();
    server.answers.set("order.place", () => ({ type: "order.placed", data: { id: "o1" } }));
    let send: () => Promise<unknown> = () => Promise.reject(new Error("not drawn yet"));
    function Any({ type }: { type: "order.place" | "stock.check" }) {
      const request = useRequest(type);
      send = () => request.send({ item: "book" });
      return <p data-testid="any">{request.state}</p>;
    }
    const view = render(inApp(<Any type="order.place" />));
    act(() => void send());
    await act(settle);
    expect(shown("any")).toBe("done");
    act(() => void send());
    view.rerender(inApp(<Any type="stock.check" />));
    expect(shown("any")).toBe("idle");
    await act(settle);
    expect(shown("any")).toBe("idle");
    view.rerender(inApp(<Any type="order.place" />));
    expect(shown("any")).toBe("idle");
  });

  it("shows the last of several", async () => {
    const { server, send } = await shop();
    const waiting: (() => void)[] = [];
    server.intercept = (socket, { type, data }) => {
      if (type !== "order.place") return false;
      waiting.push(() => socket.say("order.placed", { ref: data["ref"], id: data["item"] }));
      return true;
    };
    act(() => void send("first"));
    act(() => void send("second"));
    await act(settle);
    waiting[1]?.();
    await act(settle);
    waiting[0]?.();
    await act(settle);
    expect(shown("order")).toBe("second");
  });
});

describe("useTopic", () => {
  function Prices({ name, onMessage }: { name: "prices" | null; onMessage: (price: number) => void }) {
    const error = useTopic(name, {
      message: (message) => {
        if (message.type === "price.changed") onMessage(message.data.price);
      },
    });
    return <p data-testid="prices">{error?.code ?? "fine"}</p>;
  }

  it("follows the topic while the component lives and names it", async () => {
    const { server, inApp } = await start();
    const prices: number[] = [];
    const onMessage = (price: number) => prices.push(price);
    const change = async (price: number) => {
      server.publish("prices", "price.changed", { item: "book", price });
      await act(settle);
    };
    const view = render(inApp(<Prices name="prices" onMessage={onMessage} />));
    await act(settle);
    await change(1);
    view.rerender(inApp(<Prices name={null} onMessage={onMessage} />));
    await act(settle);
    await change(2);
    view.rerender(inApp(<Prices name="prices" onMessage={onMessage} />));
    await act(settle);
    await change(3);
    view.unmount();
    await settle();
    expect([prices, server.topics.get("prices")?.followers.size]).toEqual([[1, 3], 0]);
  });

  it("says why it can't", async () => {
    const { server, inApp } = await start();
    server.topics.clear();
    render(inApp(<Prices name="prices" onMessage={() => undefined} />));
    await act(settle);
    expect(shown("prices")).toBe("forbidden");
  });
});

it("the hooks of an app are typed by what it declares", () => {
  expectTypeOf(useClient).returns.toEqualTypeOf<Client<Shop>>();
  expectTypeOf(useEvent<"order.placed">).parameter(1).parameter(0).toEqualTypeOf<{ id: string }>();
  expectTypeOf(useRequest<"order.place">).returns.toHaveProperty("send").parameter(0).toEqualTypeOf<{ item: string; key?: string }>();
  expectTypeOf(useTopic<"prices">).returns.toExtend<Error | null>();
});
