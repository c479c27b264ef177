import type { Client, TimelineEntry } from "../../src/index.ts";
import type { CallHistoryEntry, Message, Room } from "../../src/protocol/index.ts";
import type { Player } from "./player.ts";
import { lastTruth, logUpTo, run, truths, type Truth } from "./run.ts";

/** What a client shows in the end, and what it should. Where nobody has looked nothing is to be shown. */
export async function outcomes(player: Player): Promise<{ readonly shown: object; readonly meant: object }> {
  const { client, rooms: { team, pair } } = player;
  await loadAll(player, team);
  await loadAll(player, pair);
  const looked = client.members.of(team).get().state !== "unloaded";
  if (looked) await loadMembers(player, team);
  return {
    shown: {
      rooms: client.rooms.list.get().map(summary).sort(byId),
      team: entriesOf(client, team).flatMap((entry) => entryOf(entry, player.wire.wasTruncated)),
      pair: entriesOf(client, pair).flatMap((entry) => entryOf(entry, player.wire.wasTruncated)),
      thread: threadOf(client, team),
      pins: pinsOf(client, team),
      members: looked ? membersOf(client, team) : null,
      incoming: client.calls.state.get().incoming.map(({ call }) => call.id),
      elsewhere: client.calls.state.get().elsewhere.map(({ id, participants, ringing }) => [id, participants.length, ringing]),
      calls: overOf(client.calls.history.state.get().calls),
      missed: client.calls.history.state.get().unseen,
      statuses: run.people.map((user) => client.presence.of(user).get()),
      told: faultsOf(player),
    },
    meant: truth(client, team, pair, looked, player.wire.wasTruncated),
  };
}

function truth(client: Client, team: string, pair: string, looked: boolean, wasTruncated: boolean): object {
  const told: Truth = lastTruth;
  const rings = told.calls.filter(({ ringing }) => ringing.includes("alice"));
  const others = told.calls.filter(({ ringing }) => !ringing.includes("alice"));
  return {
    rooms: told.rooms.map(summary).sort(byId),
    team: timeline(client, team, wasTruncated),
    pair: timeline(client, pair, wasTruncated),
    thread: threadOf(client, team) && threadMeant(told.messages.get(team) ?? []),
    pins: pinsOf(client, team) && (told.messages.get(team) ?? []).filter(({ pinned }) => pinned).map(({ id }) => id).reverse(),
    members: looked ? { state: "loaded", total: told.members.get(team)?.length, members: told.members.get(team)?.map(({ user, role }) => [user, role]) } : null,
    incoming: rings.map(({ id }) => id),
    elsewhere: others.map(({ id, participants, ringing }) => [id, participants.length, ringing]),
    calls: overOf(told.callHistory),
    missed: told.missed,
    statuses: run.people.map((user) => told.statuses.find((status) => status.user === user)),
    told: [],
  };
}

/** A call that goes on is asked for again when it ends. */
const overOf = (calls: readonly CallHistoryEntry[]) => calls.filter(({ outcome }) => outcome !== undefined).map(({ id, outcome }) => [id, outcome]);

async function loadAll(player: Player, room: string): Promise<void> {
  const { rooms } = player.client;
  const state = () => rooms.room(room)?.get();
  if (state()?.history !== "loaded") return;
  void rooms.loadLatest(room);
  await player.settle();
  for (let i = 0; i < 40 && state()?.more; i++) {
    void rooms.loadOlder(room);
    await player.settle();
  }
}

async function loadMembers(player: Player, room: string): Promise<void> {
  const { members } = player.client;
  members.load(room);
  await player.settle();
  for (let i = 0; i < 10 && members.of(room).get().more; i++) {
    void members.loadMore(room);
    await player.settle();
  }
}

const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);

function summary({ id, kind, name, topic, members, role, head, read, unread, mentions, last }: Room) {
  return { id, kind, name, topic, members, role, head, read, unread, mentions, last: last && messageOf(last) };
}

function messageOf({ id, seq, by, text, editedAt, deleted, thread, mentions, reactions, pinned }: Message) {
  return { id, seq, by, text, editedAt, deleted: deleted === true, thread, mentions: deleted ? [] : mentions, reactions, pinned: pinned === true };
}

function entriesOf(client: Client, room: string): readonly TimelineEntry[] {
  return client.rooms.room(room)?.get().entries ?? [];
}

/** What is no message is brought by a sync, which a truncated one can't. */
function entryOf(entry: TimelineEntry, wasTruncated: boolean): unknown[] {
  if (entry.kind === "message") return [{ ...messageOf(entry.message), replies: entry.message.replies ?? 0 }];
  return wasTruncated ? [] : [`${entry.kind} ${entry.seq}`];
}

function timeline(client: Client, room: string, wasTruncated: boolean): unknown[] {
  if (client.rooms.room(room)?.get().history !== "loaded") return [];
  const messages = new Map((lastTruth.messages.get(room) ?? []).map((message) => [message.seq, message]));
  const kinds: Readonly<Record<string, string>> = { "chat.call": "call", "chat.joined": "notice", "chat.left": "notice", "chat.updated": "notice" };
  return logUpTo(room, Infinity).flatMap(({ type, data: { seq } }): unknown[] => {
    const message = messages.get(seq);
    if (message) return [{ ...messageOf(message), replies: message.replies ?? 0 }];
    return kinds[type] === undefined || wasTruncated ? [] : [`${kinds[type]} ${seq}`];
  });
}

function rootOf(messages: readonly Message[]): Message | undefined {
  return messages.find(({ replies }) => replies !== undefined);
}

function threadOf(client: Client, room: string): unknown[] | null {
  const root = rootOf(lastTruth.messages.get(room) ?? []);
  const messages = root && client.rooms.thread(room, root.id)?.state.get().messages;
  return messages === undefined || messages.length === 0 ? null : messages.map(({ id, text, deleted }) => [id, text, deleted === true]);
}

function threadMeant(messages: readonly Message[]): unknown[] {
  const root = rootOf(messages);
  return messages.filter(({ id, thread }) => id === root?.id || thread === root?.id).map(({ id, text, deleted }) => [id, text, deleted === true]);
}

function pinsOf(client: Client, room: string): unknown[] | null {
  const state = client.rooms.pins(room)?.state.get();
  return state?.isLoaded ? state.messages.map(({ id }) => id) : null;
}

function membersOf(client: Client, room: string) {
  const { state, members, total } = client.members.of(room).get();
  return { state, total, members: members.map(({ user, role }) => [user, role]) };
}

/** Each message is told of at most once, and each mention of me once, unless it was read or deleted. */
function faultsOf({ told, begun }: Player): string[] {
  const times = new Map<string, number>();
  for (const { message } of told) times.set(message.id, (times.get(message.id) ?? 0) + 1);
  const twice = [...times].filter(([, count]) => count > 1).map(([id, count]) => `${id} was told ${count} times`);
  const lost = lastTruth.rooms.flatMap(({ id, read }) =>
    (lastTruth.messages.get(id) ?? [])
      .filter(({ seq, mentions, deleted, by }) => seq > Math.max(read, headAt(begun, id)) && mentions.includes("alice") && !deleted && by !== "alice")
      .filter((message) => !times.has(message.id))
      .map((message) => `${message.text} was not told`),
  );
  return [...twice, ...lost];
}

function headAt(step: number, room: string): number {
  return truths[step]?.rooms.find(({ id }) => id === room)?.head ?? 0;
}
