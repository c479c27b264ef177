import type { Connection } from "../connection/connection.ts";
import { RequestError, type WaitOptions } from "../connection/requests.ts";
import { turn } from "../connection/turn.ts";
import { checkOwn } from "./handlers.ts";

/** How a request of the app's own is sent. */
export interface RequestOptions extends WaitOptions {
  /**
   * Waits for a connection, and sends the request again, with the same data, whenever the connection was lost before the
   * answer: only for what may be done twice, or what the server recognizes by a key in its data.
   */
  readonly retry?: boolean;
}

/** A request of an app. A lost connection rejects with `disconnected`, and it may have been done: only `retry` repeats it. */
export async function request(connection: Connection, type: string, data: object, { retry = false, ...options }: RequestOptions = {}): Promise<unknown> {
  checkOwn(type);
  for (;;) {
    if (retry) await connection.untilReady(options.signal);
    try {
      // All that waited for the connection would be sent at once.
      if (retry) await turn(connection, options.signal);
      const reply = await connection.ask(type, data, options);
      return Object.fromEntries(Object.entries(reply).filter(([member]) => member !== "ref"));
    } catch (error) {
      if (!retry || !(error instanceof RequestError) || error.code !== "disconnected") throw error;
    }
  }
}
