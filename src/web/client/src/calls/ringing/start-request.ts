import type { Connection } from "../../connection/connection.ts";
import { RequestError } from "../../connection/requests.ts";
import type { Requests } from "../../protocol/index.ts";
import type { CallSession } from "../session/call-session.ts";

type Start = Requests["call.start"];

/** Asks for a call until there is an answer or the user gave up. The same key again after a lost connection: the server starts one call. */
export async function requestStart(connection: Connection, session: CallSession, request: Start["data"]): Promise<Start["reply"]> {
  for (;;) {
    try {
      return await connection.request("call.start", request);
    } catch (error) {
      const isLost = error instanceof RequestError && error.code === "disconnected";
      if (!isLost || session.isOver) throw error;
      await readyOrOver(connection, session);
    }
  }
}

function readyOrOver(connection: Connection, session: CallSession): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stopReady();
      stopSession();
      resolve();
    };
    const stopReady = connection.onReady(done);
    const stopSession = session.state.subscribe(() => {
      if (session.isOver) done();
    });
  });
}
