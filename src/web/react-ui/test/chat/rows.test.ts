import type { Message, Outgoing, RoomState } from "@akkarealtime/client";
import { describe, expect, it } from "vitest";
import { isRowOf, rowsOf, type MessageRow } from "../../src/chat/timeline/rows.ts";

const day = "2026-11-23T";

function message(seq: number, by: string, time: string, extra: Partial<Message> = {}): Message {
  return { id: `m${seq}`, seq, by, at: `${day}${time}Z`, key: `k${seq}`, text: `${seq}`, mentions: [], attachments: [], reactions: {}, ...extra };
}

function state(messages: Message[], receipts: RoomState["receipts"] = {}): RoomState {
  const head = messages.at(-1)?.seq ?? 0;
  return {
    room: { id: "r", kind: "group", name: "r", topic: "", members: 3, role: "member", head, read: 0, unread: 0, mentions: 0 },
    seen: head,
    counted: head,
    expired: 0,
    entries: messages.map((one) => ({ kind: "message", seq: one.seq, message: one })),
    history: "loaded",
    more: false,
    newer: false,
    receipts,
    recent: [],
    pending: [],
  };
}

function outgoing(key: string, extra: Partial<Outgoing> = {}): Outgoing {
  return { key, room: "r", text: key, at: `${day}12:30:00Z`, order: 1, state: "queued", ...extra };
}

const options = { me: "alice", readBefore: Number.MAX_SAFE_INTEGER };
const messagesOf = (rows: ReturnType<typeof rowsOf>) => rows.filter((row): row is MessageRow => row.kind === "message");

describe("rows of a timeline", () => {
  it("begin a new run with another sender, after a pause, and after the line of what is new", () => {
    const log = [message(1, "bob", "12:00:00"), message(2, "bob", "12:01:00"), message(3, "bob", "12:20:00"), message(4, "carol", "12:20:30"), message(5, "carol", "12:20:40")];
    expect(messagesOf(rowsOf(state(log), [], options)).map(({ isFirst }) => isFirst)).toEqual([true, false, true, true, false]);
    const rows = rowsOf(state(log), [], { ...options, readBefore: 4 });
    expect(rows.map(({ kind }) => kind)).toEqual(["day", "message", "message", "message", "message", "new", "message"]);
    expect(messagesOf(rows).at(-1)?.isFirst).toBe(true);
  });

  it("divide days", () => {
    const log = [message(1, "bob", "12:00:00"), { ...message(2, "bob", "12:00:00"), at: "2026-11-25T12:00:00Z" }];
    expect(rowsOf(state(log), [], options).map(({ kind }) => kind)).toEqual(["day", "message", "day", "message"]);
  });

  it("leave out what an app put into the log, which this page doesn't know", () => {
    const poll = { kind: "own" as const, seq: 2, event: { type: "poll.opened", data: { room: "r", seq: 2, at: `${day}12:00:30Z`, by: "bob" } } };
    const before = state([message(1, "bob", "12:00:00"), message(3, "bob", "12:01:00")]);
    const rows = rowsOf({ ...before, entries: [...before.entries, poll].toSorted((a, b) => a.seq - b.seq) }, [], options);
    expect(messagesOf(rows).map(({ isFirst }) => isFirst)).toEqual([true, false]);
    expect(rows).toHaveLength(3);
  });

  it("keep the key of a message from typing to reading, and show it once", () => {
    const before = rowsOf(state([]), [outgoing("k1", { state: "sent", seq: 1 })], options);
    const both = rowsOf(state([message(1, "alice", "12:30:00")]), [outgoing("k1", { state: "sent", seq: 1 })], options);
    expect(messagesOf(before).map(({ key, state: at }) => [key, at])).toEqual([["k1", "sent"]]);
    expect(messagesOf(both).map(({ key, state: at }) => [key, at])).toEqual([["k1", "sent"]]);
  });

  it("say how far a message has come", () => {
    const log = [1, 2, 3].map((seq) => message(seq, "alice", `12:0${seq}:00`));
    const receipts = { bob: { read: 1, delivered: 2 }, carol: { read: 1, delivered: 1 }, alice: { read: 3, delivered: 3 } };
    const rows = messagesOf(rowsOf(state(log, receipts), [outgoing("k9", { state: "failed" })], options));
    expect(rows.map(({ state: at, seenBy }) => `${at} ${seenBy}`)).toEqual(["read 2", "delivered 0", "sent 0", "failed 0"]);
  });

  it("say an invitation of many in one line, and keep apart who came alone", () => {
    const joined = (seq: number, user: string, by: string): RoomState["entries"][number] => ({
      kind: "notice",
      seq,
      event: { type: "chat.joined", data: { room: "r", seq, at: `${day}12:00:00Z`, by, user, role: "member" } },
    });
    const entries = [joined(1, "alice", "alice"), joined(2, "bob", "alice"), joined(3, "carol", "alice"), joined(4, "dora", "dora"), joined(5, "erin", "alice"), joined(6, "fay", "alice")];
    const events = rowsOf({ ...state([]), entries }, [], options).flatMap((row) => (row.kind === "event" ? [[row.entry.seq, row.others]] : []));
    expect(events).toEqual([
      [1, ["bob", "carol"]],
      [4, []],
      [5, ["fay"]],
    ]);
    const direct = { ...state([]), entries, room: { ...state([]).room, kind: "direct" as const } };
    expect(rowsOf(direct, [], options)).toEqual([]);
  });

  it("keep threads apart, and say how many replies there are", () => {
    const log = [message(1, "bob", "12:00:00", { replies: 7 }), message(2, "carol", "12:01:00", { thread: "m1" }), message(3, "bob", "12:02:00", { replyTo: "m1" })];
    const main = messagesOf(rowsOf(state(log), [outgoing("in-thread", { thread: "m1" })], options));
    expect(main.map(({ key, replies, quoted }) => [key, replies, quoted?.id])).toEqual([
      ["m1", 7, undefined],
      ["m3", 0, "m1"],
    ]);
    const thread = { root: "m1", messages: log.slice(0, 2) };
    const rows = messagesOf(rowsOf(state(log), [outgoing("in-thread", { thread: "m1" }), outgoing("elsewhere")], { ...options, thread }));
    expect(rows.map(({ key }) => key)).toEqual(["m1", "m2", "in-thread"]);
  });

  it("draw the line of what is new only where its place is loaded", () => {
    const log = [4, 5, 6].map((seq) => message(seq, "bob", `12:0${seq}:00`));
    const hasLine = (readBefore: number, more: boolean) => rowsOf({ ...state(log), more }, [], { ...options, readBefore }).some(({ kind }) => kind === "new");
    expect([hasLine(1, true), hasLine(3, true), hasLine(5, true), hasLine(1, false)]).toEqual([false, true, true, true]);
  });

  it("show what I changed before the log tells of it", () => {
    const log = [message(1, "bob", "12:00:00"), message(2, "alice", "12:01:00")];
    const edited = { type: "chat.edited" as const, data: { room: "r", seq: 0, at: `${day}13:00:00Z`, by: "alice", id: "m2", text: "new" } };
    const rows = messagesOf(rowsOf({ ...state(log), pending: [{ key: 1, event: edited }] }, [], options));
    expect(rows.map(({ text, message: shown }) => [text, shown?.editedAt])).toEqual([
      ["1", undefined],
      ["new", `${day}13:00:00Z`],
    ]);
  });

  it("leave out what is being sent while they are not the end of the log, and keep the keys of days", () => {
    const log = [message(3, "bob", "12:00:00"), message(4, "bob", "12:01:00")];
    expect(messagesOf(rowsOf({ ...state(log), newer: true }, [outgoing("k1")], options))).toHaveLength(2);
    const dayKey = (messages: Message[]) => rowsOf(state(messages), [], options).find(({ kind }) => kind === "day")?.key;
    expect(dayKey([message(1, "bob", "11:00:00"), ...log])).toBe(dayKey(log));
  });
});

describe("messages of people whom I have blocked", () => {
  const log = [message(1, "bob", "12:00:00"), message(2, "mallory", "12:00:10"), message(3, "trudy", "12:00:20"), message(4, "mallory", "12:00:30"), message(5, "bob", "12:00:40")];
  const shown = new Set<string>();
  const foldOf = ({ id, by }: { id: string; by: string }) => (by === "bob" ? undefined : !shown.has(id));
  const brief = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => (row.kind === "fold" ? `${row.isFolded ? "folded" : "shown"} ${row.ids.join(" ")}` : row.key));

  it("are one row where they follow each other, and begin a new run behind it", () => {
    const rows = rowsOf(state(log), [], { ...options, foldOf });
    expect(brief(rows).slice(1)).toEqual(["m1", "folded m2 m3 m4", "m5"]);
    expect(messagesOf(rows).map(({ isFirst }) => isFirst)).toEqual([true, true]);
  });

  it("are apart where something else comes between, and where some are shown", () => {
    const rows = rowsOf(state(log), [], { ...options, readBefore: 2, foldOf });
    expect(brief(rows).slice(1)).toEqual(["m1", "folded m2", "new", "folded m3 m4", "m5"]);
    for (const id of ["m2", "m3"]) shown.add(id);
    expect(brief(rowsOf(state(log), [], { ...options, foldOf })).slice(1)).toEqual(["m1", "shown m2 m3", "m2", "m3", "folded m4", "m5"]);
  });

  it("are found at the row that they are folded in, or at their own", () => {
    shown.clear();
    const found = (id: string) => brief(rowsOf(state(log), [], { ...options, foldOf }).filter((row) => isRowOf(row, id)));
    expect(found("m3")).toEqual(["folded m2 m3 m4"]);
    shown.add("m3");
    expect(found("m3")).toEqual(["m3"]);
  });
});

describe("rows of an app's own events", () => {
  const own = (seq: number, by: string, time: string, type = "poll.opened", extra: object = {}) =>
    ({ kind: "own", seq, event: { type, data: { room: "r", seq, at: `${day}${time}Z`, by, unread: true, ...extra } } }) as const;
  const events = { "poll.opened": () => Promise.reject(new Error("not drawn here")) };
  const withOwn = (...own: RoomState["entries"]): RoomState => {
    const made = state([message(1, "bob", "12:00:00")]);
    return { ...made, seen: 9, entries: [...made.entries, ...own] };
  };

  it("stand where they happened, of those that the app shows, in runs with messages of the same author", () => {
    const log = withOwn(own(2, "bob", "12:00:10"), own(3, "bob", "12:00:20", "poll.voted"), own(4, "alice", "12:00:30"), own(5, "bob", "12:00:40", "poll.opened", { deleted: true }));
    const rows = rowsOf(log, [], { ...options, events });
    expect(rows.map((row) => (row.kind === "own" ? [row.event.data.seq, row.by, row.isOwn, row.isFirst] : row.kind))).toEqual(["day", "message", [2, "bob", false, false], [4, "alice", true, true]]);
    expect(rowsOf(log, [], options).map(({ kind }) => kind)).toEqual(["day", "message"]);
  });

  it("of a type that every object has are none", () => {
    expect(rowsOf(withOwn(own(2, "bob", "12:00:10", "constructor")), [], { ...options, events }).map(({ kind }) => kind)).toEqual(["day", "message"]);
  });

  it("are behind the line of what is new, and have their own days", () => {
    const log = withOwn({ ...own(2, "bob", "12:00:10") }, { kind: "own", seq: 3, event: { type: "poll.opened", data: { room: "r", seq: 3, at: "2026-11-24T12:00:00Z", by: "carol" } } });
    expect(rowsOf(log, [], { ...options, events, readBefore: 1 }).map(({ kind }) => kind)).toEqual(["day", "message", "new", "own", "day", "own"]);
  });

  it("fold where I have blocked their author", () => {
    const rows = rowsOf(withOwn(own(2, "mallory", "12:00:10")), [], { ...options, events, foldOf: ({ by }) => (by === "mallory" ? true : undefined) });
    expect(rows.map((row) => (row.kind === "fold" ? row.ids : row.kind))).toEqual(["day", "message", ["r 2"]]);
  });
});
