import type { Message, Receipt, Room } from "@akkarealtime/client";

/** Beyond it the server tells nobody how far the others have read (docs/chat.md). */
const mostMembers = 100;

/** Whether it can be said who has seen a message: in a direct room its own mark says so. */
export function tellsSeen(room: Room): boolean {
  return room.kind !== "direct" && room.members <= mostMembers;
}

interface Person {
  readonly user: string;
  readonly name: string;
}

export interface Seen {
  readonly read: readonly Person[];
  readonly delivered: readonly Person[];
  readonly others: readonly Person[];
}

/** The members but who wrote it and me, each in one of three: read, got it and not read it, neither that is known of. By name. */
export function seenBy(message: Message, members: readonly Person[], receipts: Readonly<Record<string, Receipt>>, me: string): Seen {
  const people = members.filter(({ user }) => user !== message.by && user !== me).sort((a, b) => a.name.localeCompare(b.name));
  const hasRead = ({ user }: Person) => (receipts[user]?.read ?? 0) >= message.seq;
  const hasGot = ({ user }: Person) => (receipts[user]?.delivered ?? 0) >= message.seq;
  return {
    read: people.filter(hasRead),
    delivered: people.filter((person) => !hasRead(person) && hasGot(person)),
    others: people.filter((person) => !hasRead(person) && !hasGot(person)),
  };
}
