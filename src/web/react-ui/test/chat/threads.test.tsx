import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { threadList } from "../../src/chat/threads/follow-threads.ts";
import { all, click, does, get, go, message, page, preparePage, query } from "../stage.tsx";

preparePage();

/** A server that keeps how far I have read the one thread of the room, which I have begun. */
async function opened({ follows = true, read = 1, fails = false } = {}) {
  const mine = { follows, read, fails };
  const made = await page((server) => {
    server.post("r", "alice", "root");
    server.post("r", "bob", "first", true, { thread: "m1" });
    server.post("r", "bob", "second", true, { thread: "m1" });
    const state = () => ({ type: "chat.thread", data: { room: "r", thread: "m1", follows: mine.follows, read: mine.read } });
    server.answers.set("chat.threads", (_, { unread }) => {
      if (mine.fails) return { type: "error", data: { code: "forbidden", message: "No." } };
      const room = server.rooms.get("r");
      const messages = room ? server.messages(room) : [];
      const replies = messages.filter(({ thread, deleted }) => thread === "m1" && !deleted);
      const fresh = replies.filter(({ seq, by }) => seq > mine.read && by !== "alice");
      const isListed = mine.follows && (unread !== true || fresh.length > 0);
      const thread = { room: "r", root: messages[0], replies: replies.length, unread: fresh.length, mentions: 0, read: mine.read, last: replies.at(-1) };
      return { type: "chat.threads", data: { threads: isListed ? [thread] : [], more: false, unread: +(mine.follows && fresh.length > 0) } };
    });
    server.answers.set("chat.read-thread", (_, { seq }) => {
      mine.read = Math.max(mine.read, Number(seq));
      return state();
    });
    server.answers.set("chat.follow-thread", (_, { on }) => {
      mine.follows = on === true;
      return state();
    });
  });
  await go("#/room/r");
  await act(() => pass(1_000));
  return { ...made, mine };
}

describe("a thread that I follow", () => {
  it("says on its link what is new, and no more once it is seen", async () => {
    const { server, mine } = await opened();
    expect(get("messageReplies").textContent).toBe("2 replies, 2 new");
    await click("messageReplies");
    await act(() => pass(500));
    expect(get("newDivider").compareDocumentPosition(message("m2")) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    expect([mine.read, get("messageReplies").textContent]).toEqual([3, "2 replies"]);
    expect(get("newDivider")).toBeTruthy();
    await does(() => server.post("r", "bob", "third", true, { thread: "m1" }));
    await act(() => pass(500));
    expect([mine.read, get("messageReplies").textContent, all("newDivider").length]).toEqual([4, "3 replies", 1]);
  });

  it("is not read while the page can't be seen", async () => {
    const { server, mine } = await opened({ read: 3 });
    await click("messageReplies");
    expect(query("newDivider")).toBeNull();
    const hidden = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    await does(() => server.post("r", "bob", "third", true, { thread: "m1" }));
    await act(() => pass(2_000));
    expect([mine.read, get("messageReplies").textContent]).toEqual([3, "3 replies, 1 new"]);
    expect(get("newDivider").compareDocumentPosition(message("m4")) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    hidden.mockRestore();
    await does(() => fireEvent(document, new Event("visibilitychange")));
    await act(() => pass(500));
    expect([mine.read, get("messageReplies").textContent]).toEqual([4, "3 replies"]);
  });

  it("is left, and followed again, by the button over it", async () => {
    const { mine } = await opened();
    await click("messageReplies");
    await act(() => pass(500));
    expect(get("threadFollow").getAttribute("aria-label")).toBe("Unfollow");
    await click("threadFollow");
    expect([mine.follows, get("threadFollow").getAttribute("aria-label")]).toEqual([false, "Follow this thread"]);
    await click("threadFollow");
    expect(mine.follows).toBe(true);
  });

  it("has its button also where nothing in it is new", async () => {
    await opened({ read: 3 });
    await click("messageReplies");
    await act(() => pass(500));
    expect(get("threadFollow").dataset.follows).toBe("true");
  });

  it("is a mention until the server says that it was seen, on whatever device", async () => {
    const { server } = await opened({ read: 3 });
    await does(() => server.post("r", "bob", "look @alice", true, { thread: "m1", mentions: ["alice"] }));
    expect(get("threadMention").textContent).toBe("Bob mentioned you in a thread");
    await does(() => server.last.say("chat.thread", { room: "r", thread: "m1", follows: true, read: 4 }));
    expect(query("threadMention")).toBeNull();
  });
});

describe("the list of my threads", () => {
  it("is led to by what is unread, and leads to the thread", async () => {
    await opened();
    expect(get("threadsUnread").textContent).toBe("Threads1 new");
    await click("threadsUnread");
    await act(() => pass(500));
    expect(all("threadsItem").map(({ dataset }) => [dataset.root, dataset.unread])).toEqual([["m1", "2"]]);
    expect(get("threads").textContent).toContain("Bob: second");
    expect(get("threadsShow").textContent).toBe("2 replies, 2 new");
    await click("threadsShow");
    await act(() => pass(1_000));
    expect([location.hash, query("threads"), get("thread").dataset.root]).toEqual(["#/room/r/m3", null, "m1"]);
    expect(query("threadsUnread")).toBeNull();
  });

  it("reads all of them", async () => {
    const { mine } = await opened();
    await click("threadsUnread");
    await act(() => pass(500));
    await click("threadsReadAll");
    await act(() => pass(1_500));
    expect([mine.read, query("threadsReadAll"), get("threadsItem").dataset.unread]).toEqual([3, null, "0"]);
    expect(get("messageReplies").textContent).toBe("2 replies");
  });

  it("loses the one that I leave, and says when it is empty", async () => {
    await opened();
    await does(() => threadList.set(true));
    await act(() => pass(500));
    await click("threadsLeave");
    await act(() => pass(1_500));
    expect(query("threadsItem")).toBeNull();
    expect(get("threads").textContent).toContain("No threads yet.");
  });

  it("says when it can't be had, and asks again", async () => {
    const { mine } = await opened({ read: 3, fails: true });
    await does(() => threadList.set(true));
    await act(() => pass(500));
    mine.fails = false;
    await does(() => fireEvent.click(get("threadsError").querySelector("button") as Element));
    await act(() => pass(1_000));
    expect([query("threadsError"), all("threadsItem").length]).toEqual([null, 1]);
  });

  it("is in my menu as well", async () => {
    await opened({ read: 3 });
    await click("userStatus");
    await act(() => pass(100));
    await click("threadsOpen");
    await act(() => pass(500));
    expect(all("threadsItem")).toHaveLength(1);
  });
});
