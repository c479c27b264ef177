import { fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { profile } from "../src/profile.ts";
import { does, get, page, preparePage, query } from "./stage.tsx";

preparePage();
const named = () => [...get("profileRooms").querySelectorAll("button")].map((one) => one.textContent);

describe("a profile", () => {
  it("names the groups and channels that we are both in, and leads there", async () => {
    await page((server) => {
      server.addRoom("news", "channel", "bob", "alice");
      server.addRoom("ours", "group", "alice", "carol");
    });
    await does(() => profile.set("bob"));
    expect(get("profile").textContent).toContain("2 conversations in common");
    expect(named()).toEqual(["r", "#news"]);
    await does(() => fireEvent.click(get("profileRooms").querySelectorAll("button")[1] as HTMLElement));
    expect([query("profile"), location.hash]).toEqual([null, "#/room/news"]);
  });

  it("shows five of many, and the rest when it is asked for", async () => {
    await page((server) => {
      for (const id of ["a", "b", "c", "e", "f"]) server.addRoom(id, "group", "alice", "bob");
    });
    await does(() => profile.set("bob"));
    expect(named().at(-1)).toBe("1 more");
    await does(() => fireEvent.click([...get("profileRooms").querySelectorAll("button")].at(-1) as HTMLElement));
    expect(named()).toHaveLength(6);
  });

  it("says nothing of it where there are none, and in mine", async () => {
    await page((server) => server.rooms.delete("r"));
    await does(() => profile.set("bob"));
    expect([query("profile") !== null, query("profileRooms")]).toEqual([true, null]);
    await does(() => profile.set("alice"));
    expect(query("profileRooms")).toBeNull();
  });
});
