import { act, fireEvent } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { pass } from "../../client/test/harness.ts";
import { forgetUser } from "../src/forget.ts";
import { all, click, does, get, go, message, page, preparePage, query } from "./stage.tsx";

preparePage();
afterEach(() => forgetUser("alice"));

/** Alice's page; she has blocked these. */
async function withBlocks(...blocked: string[]) {
  const made = await page((server) => {
    for (const user of blocked) server.blocked.add(user);
  });
  await act(() => pass(1_000));
  return made;
}

describe("somebody", () => {
  it("is blocked in their profile after it was said what that means, and unblocked there", async () => {
    const { server } = await withBlocks();
    await go("#/room/r");
    await click("roomMenu");
    await act(() => pass(50));
    await does(() => document.querySelector<HTMLElement>("[data-testid=member][data-user=bob] button")?.click());
    await act(() => pass(50));
    await click("block");
    expect(get("profile").textContent).toContain("can’t write to you or call you");
    expect(server.last.of("people.block")).toEqual([]);
    await click("blockYes");
    await act(() => pass(50));
    expect(server.last.of("people.block")).toMatchObject([{ user: "bob" }]);
    expect(get("profile").textContent).toContain("You’ve blocked");
    await click("unblock");
    await act(() => pass(50));
    expect(server.last.of("people.unblock")).toMatchObject([{ user: "bob" }]);
    expect(query("block")).not.toBeNull();
  });

  it("whom another device has blocked stands in the list, and can be taken out", async () => {
    const { server } = await withBlocks("mallory");
    await click("userStatus");
    await act(() => pass(50));
    await click("blocksItem");
    expect(get("blockItem").dataset.user).toBe("mallory");
    await click("unblock");
    await act(() => pass(50));
    expect(query("blockItem")).toBeNull();
    await does(() => server.block("bob", true));
    await act(() => pass(50));
    expect(get("blockItem").dataset.user).toBe("bob");
  });
});

/** A group in which Mallory, who is blocked, has written twice, and Bob has answered the first. */
async function inGroup() {
  const made = await page((server) => {
    server.addRoom("g", "group", "alice", "bob", "mallory");
    server.names.set("mallory", "Mallory");
    server.blocked.add("mallory");
    for (const [by, id, text] of [["bob", "b1", "hello"], ["mallory", "x1", "insult"], ["mallory", "x2", "another one"]] as const) server.append("g", by, "chat.message", { id, key: id, text });
    server.append("g", "bob", "chat.message", { id: "b2", key: "b2", text: "stop it", replyTo: "x1" });
  });
  await go("#/room/g");
  await act(() => pass(1_000));
  return made;
}

const texts = () => [...document.querySelectorAll("[data-testid=message], [data-testid=fold]")].map((line) => (line as HTMLElement).dataset.id ?? (line as HTMLElement).dataset.count);
const shown = () => document.body.textContent;

describe("what somebody writes in a group whom I have blocked", () => {
  it("is one line for all that follows each other, shown and hidden again by its button", async () => {
    await inGroup();
    expect(texts()).toEqual(["b1", "2", "b2"]);
    expect(get("fold").textContent).toBe("2 messages from people you blocked Show");
    expect(shown()).not.toContain("insult");
    await click("foldToggle");
    expect(texts()).toEqual(["b1", "2", "x1", "x2", "b2"]);
    expect(get("foldToggle").textContent).toBe("Hide");
    expect(message("b2").textContent).toContain("insult");
    await click("foldToggle");
    expect(texts()).toEqual(["b1", "2", "b2"]);
  });

  it("is folded also where it comes while the one before is shown", async () => {
    const { server } = await inGroup();
    await does(() => server.append("g", "mallory", "chat.message", { id: "x3", key: "x3", text: "a third" }));
    expect(texts()).toEqual(["b1", "2", "b2", "1"]);
    await does(() => fireEvent.click(all("foldToggle").at(-1) as HTMLElement));
    await does(() => server.append("g", "mallory", "chat.message", { id: "x4", key: "x4", text: "a fourth" }));
    expect(texts()).toEqual(["b1", "2", "b2", "1", "x3", "1"]);
    expect(get("roomList").textContent).toContain("Message from someone you blocked");
    expect(shown()).not.toContain("a fourth");
  });

  it("is met by the arrow keys as other lines are, and shown by Enter", async () => {
    await inGroup();
    await does(() => message("b2").focus());
    fireEvent.keyDown(message("b2"), { key: "ArrowUp" });
    await act(() => pass(10));
    expect(document.activeElement).toBe(get("fold"));
    expect(get("fold").tabIndex).toBe(0);
    await does(() => fireEvent.keyDown(get("fold"), { key: "Enter" }));
    expect(texts()).toEqual(["b1", "2", "x1", "x2", "b2"]);
    expect(document.activeElement).toBe(get("fold"));
    fireEvent.keyDown(get("fold"), { key: "ArrowDown" });
    await act(() => pass(10));
    expect(document.activeElement).toBe(message("x1"));
  });

  it("stands in no quote, pin, search result, preview, announcement or thread", async () => {
    const { server } = await inGroup();
    expect(message("b2").textContent).toContain("Message from someone you blocked");
    await does(() => server.append("g", "mallory", "chat.message", { id: "x3", key: "x3", text: "insult, too" }));
    const log = document.querySelector("[role=log]");
    expect(log?.textContent).toBe("Message from someone you blocked");
    await does(() => server.append("g", "bob", "chat.pinned", { id: "x1", on: true }));
    await click("pinsOpen");
    await act(() => pass(100));
    expect(get("pinItem").textContent).toContain("Message from someone you blocked");
    await click("searchOpen");
    await does(() => fireEvent.change(get("searchInput"), { target: { value: "insult" } }));
    await act(() => pass(500));
    expect(all("searchHit")).toHaveLength(2);
    expect(all("searchHit")[0]?.textContent).toContain("Message from someone you blocked");
    await does(() => server.append("g", "mallory", "chat.message", { id: "t1", key: "t1", text: "insult there", thread: "b1" }));
    await does(() => fireEvent.click(message("b1").querySelector("[data-testid=message-replies]") as HTMLElement));
    await act(() => pass(100));
    expect(get("thread").querySelector("[data-testid=fold]")?.textContent).toContain("Message from someone you blocked");
    expect(shown()).not.toContain("insult");
    expect(shown()).not.toContain("another one");
  });

  it("is found where it is jumped to, without being shown", async () => {
    await inGroup();
    await does(() => fireEvent.click(message("b2").querySelector("[data-testid=message-quote]") as HTMLElement));
    await act(() => pass(500));
    expect(texts()).toEqual(["b1", "2", "b2"]);
    expect(shown()).not.toContain("no longer there");
  });

  it("mentions me without a sign, and shows as soon as I take the block back", async () => {
    const { server, client } = await inGroup();
    await does(() => server.append("g", "mallory", "chat.message", { id: "t1", key: "t1", text: "you", thread: "b1", mentions: ["alice"] }));
    expect(query("threadMention")).toBeNull();
    await does(() => server.append("g", "bob", "chat.message", { id: "t2", key: "t2", text: "you", thread: "b1", mentions: ["alice"] }));
    expect(query("threadMention")).not.toBeNull();
    await does(() => client.blocks.unblock("mallory"));
    expect(texts()).toEqual(["b1", "x1", "x2", "b2"]);
  });

  it("is folded as soon as I block them", async () => {
    const { client } = await inGroup();
    await does(() => client.blocks.unblock("mallory"));
    await does(() => client.blocks.block("mallory"));
    expect(texts()).toEqual(["b1", "2", "b2"]);
  });
});

it("what was said between the two stays as it is", async () => {
  const { server } = await withBlocks("bob");
  server.append("d", "bob", "chat.message", { id: "m", key: "m", text: "once" });
  await go("#/room/d");
  await act(() => pass(100));
  expect(texts()).toEqual(["m"]);
});
