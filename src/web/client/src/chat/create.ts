import type { Connection } from "../connection/connection.ts";
import { newId } from "../connection/environment.ts";
import { retryAfter } from "../connection/question.ts";
import { RequestError } from "../connection/requests.ts";
import type { ChatCreateRequest, ChatRoomEvent, Room } from "../protocol/index.ts";

const mostTries = 3;

/** How a room is made. */
export interface CreateOptions {
  /** The room's key, where it was asked for before: the same again makes no other room. */
  readonly key?: string;
  /** Gives up; the room may be made all the same. */
  readonly signal?: AbortSignal;
}

/**
 * Makes a group or a channel, once: where the connection is lost, or the server can't say whether it was made, the same is asked again with the same key. Rejects with a
 * RequestError; with its `key`, a later try is the same one still.
 */
export async function createRoom(connection: Connection, room: Omit<ChatCreateRequest, "key">, { key = newId(), signal }: CreateOptions = {}): Promise<Room> {
  for (let tries = 1; ; tries++) {
    try {
      return ((await connection.ask("chat.create", { ...room, key }, { signal })) as unknown as ChatRoomEvent).room;
    } catch (error) {
      if (tries === mostTries || !(error instanceof RequestError) || error.code === "rate-limited") throw error;
      const afterMs = retryAfter(error);
      if (afterMs !== null) await new Promise((resolve) => setTimeout(resolve, afterMs));
      else if (error.code === "disconnected") await connection.untilReady(signal);
      else throw error;
      signal?.throwIfAborted();
    }
  }
}
