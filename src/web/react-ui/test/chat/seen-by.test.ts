import type { Message, Room } from "@akkarealtime/client";
import { describe, expect, it } from "vitest";
import { seenBy, tellsSeen } from "../../src/chat/message/seen-by.ts";

const message: Message = { id: "m5", seq: 5, by: "bob", at: "2026-11-23T12:00:00Z", key: "k5", text: "5", mentions: [], attachments: [], reactions: {} };
const members = ["alice", "bob", "carol", "dave", "erin"].map((user) => ({ user, name: user === "carol" ? "Zoe" : user }));
const room = (kind: Room["kind"], count: number): Room => ({ id: "r", kind, name: "r", topic: "", members: count, role: "member", head: 9, read: 0, unread: 0, mentions: 0 });

describe("who has seen a message", () => {
  it("is each member but its writer and me, by how far they have come, in the order of names", () => {
    const receipts = {
      alice: { read: 9, delivered: 9 },
      bob: { read: 9, delivered: 9 },
      carol: { read: 5, delivered: 5 },
      dave: { read: 4, delivered: 5 },
      gone: { read: 9, delivered: 9 },
    };
    const { read, delivered, others } = seenBy(message, [...members, { user: "frank", name: "frank" }], { ...receipts, frank: { read: 6, delivered: 6 } }, "alice");
    expect([read, delivered, others].map((people) => people.map(({ user }) => user))).toEqual([["frank", "carol"], ["dave"], ["erin"]]);
  });

  it("is told in groups and channels of up to a hundred", () => {
    expect([room("group", 100), room("channel", 3), room("group", 101), room("direct", 2)].map(tellsSeen)).toEqual([true, true, false, false]);
  });
});
