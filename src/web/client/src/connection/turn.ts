import type { Connection } from "./connection.ts";
import { RequestError } from "./requests.ts";

/** `Connection.inTurn` as a promise. Rejects with `disconnected` where there is no session or it is lost before, and with the signal's reason. */
export function turn(connection: Connection, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal?.reason as Error);
    const settle = (done: () => void) => () => {
      signal?.removeEventListener("abort", onAbort);
      done();
    };
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort);
    connection.inTurn(settle(resolve), { onLost: settle(() => reject(new RequestError("disconnected", "the connection was lost"))) });
  });
}
