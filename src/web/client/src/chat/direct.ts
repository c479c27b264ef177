import type { Connection } from "../connection/connection.ts";
import { RequestError } from "../connection/requests.ts";
import type { ChatAskedEvent, ChatRoomEvent, Room } from "../protocol/index.ts";

/** The room with one other user. Who has to be asked first is in none yet. */
export async function openDirect(connection: Connection, user: string): Promise<Room> {
  const reply: ChatRoomEvent | ChatAskedEvent = await connection.request("chat.direct", { user });
  if ("room" in reply && typeof reply.room === "object") return reply.room;
  throw new RequestError("conflict", "They were asked. The conversation opens once they accept.");
}
