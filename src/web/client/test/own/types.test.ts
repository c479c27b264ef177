import { describe, expect, expectTypeOf, it } from "vitest";
import { Client, type ClientOptions, type OwnLogEvent } from "../../src/index.ts";
import type { Shop } from "./shop.ts";

const options: ClientOptions = { user: "alice", token: () => null, url: "ws://test/ws/ws", device: "d1", log: () => undefined };
const shop = new Client<Shop>(options);

describe("the types of an app's own messages", () => {
  it("are those that the app declares", () => {
    const [order, stock] = [shop.request("order.place", { item: "book", key: "k" }), shop.request("stock.check", { item: "book" })];
    for (const request of [order, stock]) request.catch(() => undefined);
    expectTypeOf(order).resolves.toEqualTypeOf<{ id: string }>();
    expectTypeOf(stock).resolves.toEqualTypeOf<{ left: number }>();
    shop.on("order.placed", (placed) => expectTypeOf(placed).toEqualTypeOf<{ id: string }>());
    shop.on("poll.opened", (poll) => expectTypeOf(poll).toEqualTypeOf<OwnLogEvent & { question: string }>());
    shop.topic("prices").subscribe({
      message: (message) => {
        if (message.type === "price.changed") expectTypeOf(message.data).toEqualTypeOf<{ item: string; price: number }>();
        else expectTypeOf(message.data).toEqualTypeOf<{ at: string }>();
        expectTypeOf(message.seq).toEqualTypeOf<number | undefined>();
      },
    });
    shop.topic("board.7").subscribe({ message: ({ data }) => expectTypeOf(data).toEqualTypeOf<{ x: number }>() });
  });

  it("are none but those", () => {
    // @ts-expect-error -- no such event
    shop.on("order.shipped", () => undefined);
    // @ts-expect-error -- no such topic
    shop.topic("weather");
    // @ts-expect-error -- no such member
    void shop.request("order.place", { thing: "book" }).catch(() => undefined);
  });

  it("are open where nothing is declared, and leave the server's own alone", () => {
    const open = new Client(options);
    open.on("anything.happened", (data) => expectTypeOf(data).toBeUnknown());
    const answer = open.request("anything.do", {});
    answer.catch(() => undefined);
    expectTypeOf(answer).resolves.toBeUnknown();
    expect(() => open.on("chat.message", () => undefined)).toThrow(/chat\.message/);
    const wrong = new Client<{ events: { "chat.message": { text: string } } }>(options);
    // @ts-expect-error -- a type of the server's own
    expect(() => wrong.on("chat.message", () => undefined)).toThrow(TypeError);
  });

  it("don't stand in the way of what takes any client", () => {
    expectTypeOf(shop).toExtend<Client>();
  });
});
