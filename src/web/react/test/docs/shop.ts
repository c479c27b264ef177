import { Client, RequestError, type OwnLogEvent } from "@akkarealtime/client";

/** What the app says besides chat, calls and status. */
export interface Shop {
  requests: {
    "order.place": { data: { sku: string; count?: number }; reply: { id: string; at: string } };
  };
  events: {
    "order.placed": { id: string };
    "poll.opened": OwnLogEvent & { question: string }; // in a room's log: also room, seq, at, by
  };
  topics: {
    prices: { "price.changed": { sku: string; cents: number } };
  };
}

export function connect(user: string, token: () => Promise<string>): Client<Shop> {
  const client = new Client<Shop>({ user, token });
  client.connect();
  return client;
}

export async function placeOrder(client: Client<Shop>, sku: string): Promise<string> {
  try {
    const { id } = await client.request("order.place", { sku, count: 2 });
    return `Ordered: ${id}`;
  } catch (error) {
    if (error instanceof RequestError && error.field === "sku") return error.message;
    throw error;
  }
}

/** Until the returned function is called, also over lost connections. */
export function watch(client: Client<Shop>, show: (line: string) => void): () => void {
  const stops = [
    client.on("order.placed", ({ id }) => show(`order ${id}`)),
    client.on("poll.opened", ({ room, question }) => show(`${room}: ${question}`)),
    client.topic("prices").subscribe({
      message: ({ data }) => show(`${data.sku}: ${data.cents}`),
      reset: () => show("load the prices again"), // more was missed than the topic keeps
      error: ({ code }) => show(`no prices: ${code}`),
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
