import { act, fireEvent } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { closeSections, setUnreadFirst } from "../../src/chat/rooms/list-choices.ts";
import { all, click, does, get, go, page, preparePage, query } from "../stage.tsx";

preparePage();
beforeEach(() => {
  setUnreadFirst(false);
  closeSections([]);
});

const shown = () => [...document.querySelectorAll<HTMLElement>("[data-testid=room-section], [data-testid=room-item]")].map((one) => one.dataset.room ?? one.textContent);
const heading = (label: string) => all("roomSection").find((one) => one.textContent === label) as HTMLElement;

/** Enough conversations for the tools of the list, which come when there is nothing more urgent. */
async function many() {
  const made = await page((server) => {
    for (const id of ["g1", "g2", "g3", "g4", "g5"]) server.addRoom(id, "group", "alice", "bob");
  });
  await act(() => pass(1_000));
  return made;
}

describe("sections of the list of conversations", () => {
  it("close and open, and are found so when the page is loaded again", async () => {
    await page();
    expect(shown()).toEqual(["People", "d", "Groups", "r"]);
    await does(() => heading("Groups").click());
    expect(shown()).toEqual(["People", "d", "Groups"]);
    expect(heading("Groups").getAttribute("aria-expanded")).toBe("false");
    expect(localStorage.getItem("akkarealtime.rooms.closed")).toBe("group");
    await does(() => heading("Groups").click());
    expect(shown()).toEqual(["People", "d", "Groups", "r"]);
  });

  it("show what is unread or open though they are closed", async () => {
    const { server } = await page();
    await does(() => heading("Groups").click());
    await does(() => server.post("r", "bob", "hello"));
    expect(shown()).toEqual(["People", "d", "Groups", "r"]);
    await go("#/room/r");
    expect(shown()).toContain("r");
    await go("#/room/d");
    expect(shown()).toEqual(["People", "d", "Groups"]);
  });

  it("close all at once, and let the filter find what is in them", async () => {
    await many();
    await click("listMenu");
    await click("closeSections");
    expect(shown()).toEqual(["People", "Groups"]);
    await does(() => fireEvent.change(get("roomFilter"), { target: { value: "g3" } }));
    expect(shown()).toEqual(["Groups", "g3"]);
    await does(() => fireEvent.change(get("roomFilter"), { target: { value: "" } }));
    await click("listMenu");
    expect(get("closeSections").textContent).toBe("Expand all sections");
    await click("closeSections");
    expect(shown()).toHaveLength(9);
  });

  it("put what is unread first where that is wished, until another conversation is opened", async () => {
    const { server } = await many();
    await does(() => server.post("r", "bob", "hello"));
    expect(shown()[0]).toBe("People");
    await click("listMenu");
    await click("unreadFirst");
    expect(query("unreadFirst")).toBeNull();
    expect(shown().slice(0, 4)).toEqual(["Unread", "r", "People", "d"]);
    // Read now, it stays under the pointer.
    await go("#/room/r");
    expect(all("roomUnread")).toHaveLength(0);
    expect(shown().slice(0, 2)).toEqual(["Unread", "r"]);
    await go("#/room/d");
    expect(shown().slice(0, 2)).toEqual(["People", "d"]);
    expect(localStorage.getItem("akkarealtime.rooms.unread-first")).toBe("yes");
  });

  it("leave what is muted where it is", async () => {
    const { server } = await many();
    setUnreadFirst(true);
    await does(() => server.last.say("chat.settings", { room: "r", settings: { revision: 1, notify: "nothing" } }));
    await does(() => server.post("r", "bob", "hello"));
    expect(shown()[0]).toBe("People");
    await does(() => server.last.say("chat.settings", { room: "g2", settings: { revision: 1, unread: true } }));
    expect(shown().slice(0, 2)).toEqual(["Unread", "g2"]);
  });
});
