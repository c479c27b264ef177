import type { OwnLogEvent } from "../../src/index.ts";

/** The app of these tests, as an app declares its messages. */
export interface Shop {
  requests: {
    "order.place": { data: { item: string; key?: string }; reply: { id: string } };
    "stock.check": { data: { item: string }; reply: { left: number } };
  };
  events: {
    "order.placed": { id: string };
    "poll.opened": OwnLogEvent & { question: string };
  };
  topics: {
    prices: { "price.changed": { item: string; price: number }; "market.closed": { at: string } };
    [board: `board.${string}`]: { "board.drawn": { x: number } };
  };
}
