import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { all, click, does, get, go, page, preparePage, query } from "../stage.tsx";

preparePage();
const names = () => all("roomItem").map(({ dataset }) => dataset.room);
const sections = () => [...document.querySelectorAll(".room-section")].map((one) => one.textContent);

describe("what I set for a conversation", () => {
  it("puts favourites first, and mutes on all devices", async () => {
    const { server } = await page();
    await go("#/room/r");
    await click("roomMenu");
    await click("roomFavourite");
    expect([sections(), names()]).toEqual([["Favourites", "People"], ["r", "d"]]);
    expect((get("roomNotify") as HTMLSelectElement).value).toBe("mentions");
    await does(() => fireEvent.change(get("roomNotify"), { target: { value: "nothing" } }));
    expect(server.last.of("chat.settings")).toMatchObject([{ room: "r", favourite: true }, { room: "r", notify: "nothing" }]);
    expect(all("roomItem")[0]?.textContent).toContain("muted");
    await does(() => server.last.say("chat.settings", { room: "r", settings: { revision: 9, notify: "all" } }));
    expect([sections(), (get("roomNotify") as HTMLSelectElement).value]).toEqual([["People", "Groups"], "all"]);
  });

  it("hides a direct chat until there is a message", async () => {
    const { server } = await page((made) => made.post("d", "bob", "hello"));
    await go("#/room/d");
    await click("roomMenu");
    await click("roomHide");
    expect(server.last.of("chat.settings")).toMatchObject([{ room: "d", hidden: 1 }]);
    expect([names(), query("room")]).toEqual([["r"], null]);
    await does(() => server.post("d", "bob", "again"));
    expect(names()).toContain("d");
  });

  it("marks as unread until it is opened", async () => {
    const { server } = await page((made) => made.post("r", "bob", "hello"));
    await go("#/room/r");
    await click("roomMenu");
    await click("roomMarkUnread");
    expect(query("room")).toBeNull();
    expect(get("roomMarked").getAttribute("aria-label")).toBe("Marked as unread");
    await go("#/room/r");
    expect(server.last.of("chat.settings")).toMatchObject([{ unread: true }, { unread: false }]);
    expect(query("roomMarked")).toBeNull();
  });

  it("takes over what this browser had muted", async () => {
    localStorage.setItem("akkarealtime.quiet.alice", '["r"]');
    const { server } = await page();
    await act(() => pass(1_000));
    expect(server.last.of("chat.settings")).toMatchObject([{ room: "r", notify: "nothing" }]);
    expect(localStorage.getItem("akkarealtime.quiet.alice")).toBeNull();
  });
});
