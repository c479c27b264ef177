import { hooksFor } from "@akkarealtime/react";
import { useState } from "react";
import type { Shop } from "./shop.ts";

const { useEvent, useRequest, useTopic } = hooksFor<Shop>();

/** Somewhere below a `<ClientProvider client={client}>`. */
export function Article({ sku }: { sku: string }) {
  const [cents, setCents] = useState<number>();
  const [placed, setPlaced] = useState(0);
  const order = useRequest("order.place");
  useEvent("order.placed", () => setPlaced((count) => count + 1));
  const refused = useTopic("prices", {
    message: ({ data }) => {
      if (data.sku === sku) setCents(data.cents);
    },
  });
  return (
    <article>
      <p>{refused ? "You may not see prices." : `${sku}: ${cents ?? "?"}, ${placed} orders`}</p>
      <button disabled={order.state === "pending"} onClick={() => void order.send({ sku })}>
        Order
      </button>
      {order.state === "failed" && <p role="alert">{order.error.message}</p>}
    </article>
  );
}
