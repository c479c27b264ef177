import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { savedList } from "../../src/saved.ts";
import { all, click, does, get, go, message, page, preparePage, query } from "../stage.tsx";

preparePage();

const at = "1970-01-01T00:00:00.000Z";

/** A server that keeps what I have saved. */
async function opened() {
  const ids: string[] = [];
  const made = await page((server) => {
    server.answers.set("chat.bookmarks", () => {
      const room = server.rooms.get("r");
      if (!room) throw new Error("no room");
      const known = server.messages(room);
      return { type: "chat.bookmarks", data: { bookmarks: ids.flatMap((id) => known.filter((one) => one.id === id && !one.deleted)).map((one) => ({ room: "r", message: one, at })) } };
    });
    server.answers.set("chat.bookmark", (_, { room, id, on }) => {
      if (on === true) ids.unshift(String(id));
      else ids.splice(ids.indexOf(String(id)), 1);
      return { type: "chat.bookmarked", data: { room, id, on } };
    });
  });
  await go("#/room/r");
  await act(() => pass(1_000));
  await does(() => made.server.post("r", "bob", "read me later"));
  return made;
}

async function chooseInMenu() {
  await does(() => fireEvent.pointerEnter(message("m1"), { pointerType: "mouse" }));
  await does(() => fireEvent.focus(message("m1")));
  await click("messageMenu");
  await does(() => fireEvent.click(document.querySelector("[data-testid=message-save-item]") as Element));
  await act(() => pass(50));
}

describe("a message that is saved", () => {
  it("stands in the list, leads back to its conversation, and is taken off again", async () => {
    const { server } = await opened();
    await chooseInMenu();
    expect(server.last.of("chat.bookmark")).toMatchObject([{ room: "r", id: "m1", on: true }]);
    await does(() => savedList.set(true));
    expect(all("savedItem").map(({ dataset }) => dataset.id)).toEqual(["m1"]);
    expect(get("saved").textContent).toContain("read me later");
    await click("savedShow");
    expect([location.hash, query("saved")]).toEqual(["#/room/r/m1", null]);

    await chooseInMenu();
    expect(server.last.of("chat.bookmark")[1]).toMatchObject({ on: false });
    await does(() => savedList.set(true));
    expect(query("savedItem")).toBeNull();
    expect(get("saved").textContent).toContain("Nothing saved yet.");
  });

  it("vanishes from the list when it is deleted", async () => {
    const { server } = await opened();
    await chooseInMenu();
    await does(() => savedList.set(true));
    expect(all("savedItem")).toHaveLength(1);
    await does(() => server.append("r", "bob", "chat.deleted", { id: "m1" }));
    await act(() => pass(50));
    expect(query("savedItem")).toBeNull();
  });
});
