import { afterEach, describe, expect, it } from "vitest";
import type { Member, Message, Role, Room } from "@akkarealtime/client";
import { levelOf } from "../../src/notifications/level.ts";
import { isForNotice } from "../../src/notifications/notify.ts";
import { audienceOf, insertMention, mentionAt, mentionsOf, spaceLeft } from "../../src/chat/composer/composing.ts";
import { draftKey, draftsOf, keepDraft, keptDraft } from "../../src/chat/composer/drafts.ts";
import { mayInvite, mayRemove, mayRename, rolesFor, whyNot } from "../../src/chat/people/rights.ts";

describe("mentions", () => {
  it("are looked for behind an @ that begins a word", () => {
    expect(mentionAt("hi @bo", 6)).toEqual({ start: 3, query: "bo" });
    expect(mentionAt("@", 1)).toEqual({ start: 0, query: "" });
    expect(mentionAt("(@Åsa", 5)).toEqual({ start: 1, query: "Åsa" });
    expect(mentionAt("hi @bo there", 6)).toEqual({ start: 3, query: "bo" });
    expect([mentionAt("me@home", 7), mentionAt("hi @bo ", 7), mentionAt("hi", 2)]).toEqual([null, null, null]);
  });

  it("are put in with a space, and the caret behind it", () => {
    expect(insertMention("hi @bo", { start: 3, query: "bo" }, "bob")).toEqual({ text: "hi @bob ", caret: 8 });
    expect(insertMention("hi @bo there", { start: 3, query: "bo" }, "bob")).toEqual({ text: "hi @bob there", caret: 8 });
  });

  it("are those who really stand in the text", () => {
    const all = ["bob", "bob-smith", "carol", "dave@corp.example", "x.y"];
    expect(mentionsOf("@bob-smith, and @carol.", all)).toEqual(["bob-smith", "carol"]);
    expect(mentionsOf("@bob: @bob!", all)).toEqual(["bob"]);
    expect(mentionsOf("(@dave@corp.example) @x.y...", all)).toEqual(["dave@corp.example", "x.y"]);
    expect(mentionsOf("bob @bobby mail@carol @eve", all)).toEqual([]);
  });

  it("stand for many where no member goes by the id, of both words the wider one", () => {
    const nobody = () => false;
    expect([audienceOf("hi @here", nobody), audienceOf("@here @all", nobody), audienceOf("(@all).", nobody)]).toEqual(["here", "all", "all"]);
    expect([audienceOf("@all-hands mail@all all @allan", nobody), audienceOf("@all @here", (id) => id === "all")]).toEqual([undefined, "here"]);
  });
});

describe("a message", () => {
  it("counts what fits into a frame, in bytes", () => {
    expect(spaceLeft("hello", 65_536)).toBe(65_531);
    expect(spaceLeft("x".repeat(65_200), 65_536)).toBe(65_536 - 400 - 65_202);
    expect(spaceLeft("ü".repeat(40_000), 65_536)).toBeLessThan(0);
    expect(spaceLeft("ü".repeat(30_000), 65_536)).toBeGreaterThan(0);
  });
});

describe("drafts", () => {
  afterEach(() => localStorage.clear());

  it("are kept by room and thread, and those of rooms are listed", () => {
    const drafts = draftsOf("alice");
    keepDraft(draftKey("alice", "r"), "half a sen");
    keepDraft(draftKey("alice", "r", "m1"), "in the thread");
    keepDraft(draftKey("bob", "r"), "somebody else's");
    expect([...drafts.get()]).toEqual([["r", "half a sen"]]);
    expect([keptDraft(draftKey("alice", "r")), keptDraft(draftKey("alice", "r", "m1"))]).toEqual(["half a sen", "in the thread"]);
    keepDraft(draftKey("alice", "r"), " ");
    expect([drafts.get().size, keptDraft(draftKey("alice", "r"))]).toEqual([0, ""]);
  });

  it("of another tab show at once, and those of before a reload from the start", () => {
    localStorage.setItem("akkarealtime.draft.carol/r/", "from before");
    const drafts = draftsOf("carol");
    expect([...drafts.get()]).toEqual([["r", "from before"]]);
    window.dispatchEvent(new StorageEvent("storage", { key: "akkarealtime.draft.carol/q/", newValue: "elsewhere" }));
    expect([...drafts.get()]).toEqual([["r", "from before"], ["q", "elsewhere"]]);
  });
});

const room = (kind: Room["kind"], role: Role): Room => ({ id: "r", kind, name: "r", topic: "", members: 2, role, head: 0, read: 0, unread: 0, mentions: 0 });
const member = (role: Role): Member => ({ user: "bob", name: "Bob", role });

describe("rights", () => {
  it("are those of the server", () => {
    expect((["direct", "group", "channel"] as const).map((kind) => mayInvite(room(kind, "member")))).toEqual([false, true, true]);
    expect((["member", "admin", "owner"] as const).map((role) => mayRename(room("group", role)))).toEqual([false, true, true]);
    const removes = (mine: Role) => (["member", "admin", "owner"] as const).map((role) => mayRemove(room("group", mine), member(role)));
    expect([removes("member"), removes("admin"), removes("owner")]).toEqual([[false, false, false], [true, false, false], [true, true, true]]);
    const gives = (mine: Role) => (["member", "admin", "owner"] as const).map((role) => rolesFor(room("channel", mine), member(role)).join("+"));
    expect([gives("member"), gives("admin"), gives("owner")]).toEqual([["", "", ""], ["admin", "member", ""], ["owner+admin", "owner+member", "admin+member"]]);
    expect([whyNot(member("owner"), "member", 1), whyNot(member("owner"), "member", 2), whyNot(member("owner"), "member", null)]).toEqual([
      expect.stringContaining("owner first"),
      null,
      null,
    ]);
  });
});

describe("notices", () => {
  const message: Message = { id: "m", seq: 1, at: "", by: "bob", key: "k", text: "hi", mentions: [], attachments: [], reactions: {} };
  const direct = { me: "alice", status: null, level: levelOf({ kind: "direct" }, undefined), isSeen: false };
  const group = { ...direct, level: levelOf({ kind: "group" }, { revision: 1, favourite: true }) };

  it("are for direct messages and mentions, while nobody looks and I want to hear", () => {
    const mentioning = { ...message, mentions: ["alice"] };
    expect(isForNotice(message, direct)).toBe(true);
    expect(isForNotice(message, group)).toBe(false);
    expect(isForNotice(mentioning, group)).toBe(true);
    expect(isForNotice(mentioning, { ...group, isSeen: true })).toBe(false);
    expect(isForNotice(mentioning, { ...group, level: "nothing" })).toBe(false);
    expect(isForNotice(message, { ...group, level: "all" })).toBe(true);
    expect(isForNotice(message, { ...direct, level: levelOf({ kind: "direct" }, { revision: 1, notify: "mentions" }) })).toBe(false);
    expect(isForNotice(mentioning, { ...group, status: { user: "alice", status: "busy" } })).toBe(false);
    expect(isForNotice({ ...message, by: "alice" }, direct)).toBe(false);
  });
});
