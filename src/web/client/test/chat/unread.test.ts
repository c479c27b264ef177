import { describe, expect, it } from "vitest";
import { newRoomState, receive, refreshRoom, type RoomState } from "../../src/chat/room-state.ts";
import { withUnread, type Reader } from "../../src/chat/unread.ts";
import type { AnyLogEvent, ChatUnreadEvent, Room } from "../../src/protocol/index.ts";

const me = "alice";
const blocked = new Set(["mallory"]);
const reader: Reader = { me: () => me, blocks: () => ({ has: (user) => blocked.has(user), known: Promise.resolve() }) };
const room: Room = { id: "r", kind: "group", name: "r", topic: "", members: 2, role: "member", head: 0, read: 0, unread: 0, mentions: 0 };

function message(seq: number, by: string, mentions: string[] = []): AnyLogEvent {
  return { type: "chat.message", data: { room: "r", seq, at: "2026-01-01T00:00:00.000Z", by, id: `m${seq}`, key: `k${seq}`, text: "hi", mentions } };
}

function deletion(seq: number, of: number): AnyLogEvent {
  return { type: "chat.deleted", data: { room: "r", seq, at: "2026-01-01T00:00:00.000Z", by: "bob", id: `m${of}` } };
}

const apply = (state: RoomState, event: AnyLogEvent) => receive(state, event, reader) ?? state;
const counts = (state: RoomState) => [state.room.unread, state.room.mentions];

describe("the unread badge of another tab", () => {
  it("doesn't lose a message that came before the count that doesn't know it", () => {
    const heard = [1, 2, 3].map((seq) => message(seq, "bob")).reduce(apply, newRoomState(room));
    const told = withUnread(heard, { room: "r", unread: 0, mentions: 0, upTo: 2, read: 2 }, reader);
    expect(counts(told)).toEqual([1, 0]);
  });

  it("doesn't count a message twice that comes after the count that knows it", () => {
    const told = withUnread(newRoomState(room), { room: "r", unread: 2, mentions: 1, upTo: 2, read: 0 }, reader);
    const heard = [message(1, "bob", [me]), message(2, "bob"), message(3, "bob")].reduce(apply, told);
    expect(counts(heard)).toEqual([3, 1]);
  });

  it("doesn't go back to a count of before the mark", () => {
    const read = withUnread(newRoomState({ ...room, head: 5, unread: 5 }), { room: "r", unread: 0, mentions: 0, upTo: 5, read: 5 }, reader);
    expect(counts(withUnread(read, { room: "r", unread: 5, mentions: 0, upTo: 5, read: 0 }, reader))).toEqual([0, 0]);
    expect(counts(refreshRoom(read, { ...room, head: 5, unread: 5 }, reader))).toEqual([0, 0]);
  });

  it("goes down when an unread message is deleted, also in a large room, where no count is told", () => {
    const heard = [message(1, "bob", [me]), message(2, "bob"), deletion(3, 1)].reduce(apply, newRoomState(room));
    expect(counts(heard)).toEqual([1, 0]);
    const told = withUnread(heard, { room: "r", unread: 2, mentions: 1, upTo: 2, read: 0 }, reader);
    expect(counts(told)).toEqual([1, 0]);
    expect(counts(apply(withUnread(newRoomState({ ...room, head: 2 }), { room: "r", unread: 1, mentions: 0, upTo: 3, read: 0 }, reader), deletion(3, 1)))).toEqual([1, 0]);
  });

  it("doesn't count who mentions me and is blocked, as the server doesn't", () => {
    const heard = [message(1, "mallory", [me]), message(2, "bob", [me])].reduce(apply, newRoomState(room));
    expect(counts(heard)).toEqual([2, 1]);
    expect(counts(withUnread(heard, { room: "r", unread: 0, mentions: 0, upTo: 0, read: 0 }, reader))).toEqual([2, 1]);
    expect(counts(apply(heard, deletion(3, 1)))).toEqual([1, 1]);
  });

  it("takes the counts of a server that doesn't say of when they are", () => {
    const told = withUnread(newRoomState(room), { room: "r", unread: 4, mentions: 1 }, reader);
    expect(counts(told)).toEqual([4, 1]);
  });

  it("is right in the end, in whatever order events, counts and a list come", () => {
    for (let seed = 1; seed <= 400; seed++) {
      const random = generator(seed);
      // Where nobody looks, not every message is known, and whether one that is deleted was unread is the server's to say.
      const isOpen = seed % 2 === 0;
      const { events, told, lists, truth } = life(random, { tellsDeletions: !isOpen });
      let state: RoomState = { ...newRoomState(room), history: isOpen ? "loaded" : "unloaded" };
      while (events.length + told.length + lists.length > 0) {
        const way = random(3);
        const event = way === 0 ? events.shift() : undefined;
        if (event) state = apply(state, event);
        // Counts are made side by side: the earlier may come later.
        const count = way === 1 && told.length > 0 ? told.splice(random(Math.min(3, told.length)), 1)[0] : undefined;
        if (count) state = withUnread(state, count, reader);
        const list = way === 2 ? lists.shift() : undefined;
        if (list) state = refreshRoom(state, list, reader);
      }
      expect([seed, ...counts(state)]).toEqual([seed, ...truth]);
    }
  });
});

/** What a server does and says: messages of both, marks of my other tab, and lists that it answered on the way. */
function life(random: (below: number) => number, { tellsDeletions }: { tellsDeletions: boolean }) {
  const events: AnyLogEvent[] = [];
  const told: ChatUnreadEvent[] = [];
  const lists: Room[] = [];
  let read = 0;
  const count = () => {
    const gone = new Set(events.filter(({ type }) => type === "chat.deleted").map(({ data }) => (data as { id?: string }).id));
    const later = events.filter(({ type, data }) => type === "chat.message" && data.seq > read && data.by !== me && !gone.has(`m${data.seq}`));
    return { unread: later.length, mentions: later.filter(({ data }) => (data as { mentions?: string[] }).mentions?.includes(me)).length };
  };
  for (let step = 0; step < 30; step++) {
    const head = events.length;
    const what = random(7);
    if (what < 3) {
      events.push(message(head + 1, "bob", random(3) === 0 ? [me] : []));
    } else if (what === 3) {
      events.push(message(head + 1, me));
      const hadUnread = read < head;
      read = head + 1;
      if (hadUnread) told.push({ room: "r", ...count(), upTo: events.length, read });
    } else if (what === 4 && read < head) {
      read += 1 + random(head - read);
      told.push({ room: "r", ...count(), upTo: head, read });
    } else if (what === 6) {
      // Where the room is large, nothing is told of it.
      const of = 1 + random(Math.max(1, head));
      const isGone = events.some(({ type, data }) => type === "chat.deleted" && (data as { id?: string }).id === `m${of}`);
      if (events[of - 1]?.type === "chat.message" && !isGone) {
        events.push(deletion(head + 1, of));
        if (tellsDeletions && of > read) told.push({ room: "r", ...count(), upTo: events.length, read });
      }
    } else if (what === 5) {
      lists.push({ ...room, head, read, ...count() });
    }
  }
  return { events: [...events], told, lists, truth: [count().unread, count().mentions] };
}

function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
