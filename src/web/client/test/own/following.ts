import type { Client, TopicOptions } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, settle } from "../harness.ts";
import type { Shop } from "./shop.ts";

/** A client of the shop, and its topic "prices", which keeps some messages. */
export async function shop({ keeps = 3 } = {}) {
  const server = new FakeServer();
  server.addTopic("prices", keeps);
  const made = harness({ server });
  const client = made.client as Client<Shop>;
  client.connect();
  await settle();
  const price = (value: number, deliver = true) => server.publish("prices", "price.changed", { item: "book", price: value }, deliver);
  return { ...made, client, price };
}

/** Follows the prices and writes down what comes. */
export function follow(client: Client<Shop>, options?: TopicOptions) {
  const seen: string[] = [];
  const stop = client.topic("prices", options).subscribe({
    message: (message) => seen.push(message.type === "price.changed" ? `${message.seq ?? "-"}: ${message.data.price}` : message.type),
    reset: () => seen.push("reset"),
    error: ({ code }) => seen.push(code),
  });
  return { seen, stop };
}
