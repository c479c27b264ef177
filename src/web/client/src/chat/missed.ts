import type { Connection } from "../connection/connection.ts";
import { turn } from "../connection/turn.ts";
import type { Message, Room, Seq } from "../protocol/index.ts";

/** Events after `from`, up to `to`, that were passed over. */
export interface Skipped {
  readonly from: Seq;
  readonly to: Seq;
}

/** What the server has said the room is, as of all that was skipped; `before`: what it said before any of it. */
export interface Counted {
  readonly room: Room;
  readonly before: Room | undefined;
}

export interface Missed extends Counted {
  readonly connection: Connection;
  readonly skipped: readonly Skipped[];
  readonly isMissed: (message: Message) => boolean;
  readonly isMention: (message: Message) => boolean;
  /** Nobody wants to know any more. */
  readonly isMoot: () => boolean;
}

/** What there is to tell, and for how many messages it stands. */
export interface Found {
  readonly messages: readonly Message[];
  readonly count: number;
}

const pageSize = 200;

/** The newest message of what was skipped, and all that mention me: page by page, from the newest, until there are as many as the server has counted. */
export async function findMissed({ connection, skipped, room, before, isMissed, isMention, isMoot }: Missed): Promise<Found> {
  const most = skipped.reduce((sum, { from, to }) => sum + to - from, 0);
  // What was deleted meanwhile makes a difference of counts too small to say that there is nothing.
  const difference = before !== undefined && before.read === room.read ? Math.max(1, room.unread - before.unread) : Infinity;
  const count = Math.min(room.unread, most, difference);
  const mentions = Math.min(room.mentions, most);
  const { last } = room;
  if (count === 0) return { messages: [], count };
  if (mentions === 0 && last && isMissed(last)) return { messages: [last], count };
  const start = skipped[0]?.from ?? 0;
  let messages: readonly Message[] = [];
  for (let end = (skipped.at(-1)?.to ?? 0) + 1; ; ) {
    await turn(connection);
    const page = await connection.request("chat.history", { room: room.id, before: end, limit: pageSize });
    messages = [...page.messages.filter(isMissed), ...messages];
    const found = messages.filter(isMention).length;
    end = page.messages[0]?.seq ?? 0;
    if (!page.more || end <= start || isMoot() || (messages.length > found && found >= mentions)) return { messages, count };
  }
}
