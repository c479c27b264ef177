import type { Connection } from "../connection/connection.ts";
import { RequestError } from "../connection/requests.ts";
import type { ChatRoomEvent, Room } from "../protocol/index.ts";

/** The room with one other user. Who has to be asked first is in none yet. */
export async function openDirect(connection: Connection, user: string): Promise<Room> {
  const { room } = (await connection.request("chat.direct", { user })) as Partial<ChatRoomEvent>;
  if (room) return room;
  throw new RequestError("conflict", "They’ll be asked first.");
}
