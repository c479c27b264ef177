import type { BlockedPerson, Client } from "@akkarealtime/client";
import { Store } from "@akkarealtime/client";

/** Whom I have blocked, by id; null until the server has said so. */
export const blocks = new Store<ReadonlyMap<string, BlockedPerson> | null>(null);

type Connection = Client["connection"];

/** Keeps {@link blocks} as the server has it, over reconnects and my other devices, until the returned function is called. */
export function followBlocks(connection: Connection): () => void {
  let isOver = false;
  const load = async () => {
    const people = new Map<string, BlockedPerson>();
    for (let after: string | undefined, more = true; more; ) {
      const page = await connection.request("people.blocks", after === undefined ? {} : { after });
      for (const person of page.people) people.set(person.user, person);
      after = page.people.at(-1)?.user;
      ({ more } = page);
    }
    if (!isOver) blocks.set(people);
  };
  // Without it nothing is hidden, and the next session asks again: there is nothing that anybody could do.
  const again = () => void load().catch(() => undefined);
  const ends = [connection.onReady(again), connection.on("people.blocked", again)];
  if (connection.isReady) again();
  return () => {
    isOver = true;
    for (const end of ends) end();
    blocks.set(null);
  };
}

/** Nothing of them reaches me any more, or all of it again. The answer changes {@link blocks}. */
export async function setBlocked(connection: Connection, user: string, on: boolean): Promise<void> {
  await connection.request(on ? "people.block" : "people.unblock", { user });
}
