import { act } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../client/test/harness.ts";
import { click, does, get, go, page, preparePage, query } from "./stage.tsx";

preparePage();

const at = "1970-01-01T00:00:00.000Z";

/** A server that keeps whom I have blocked. */
async function withBlocks(blocked: Set<string>) {
  const made = await page((server) => {
    server.answers.set("people.blocks", () => ({ type: "people.blocks", data: { people: [...blocked].map((user) => ({ user, name: user, at })), more: false } }));
    for (const on of [true, false])
      server.answers.set(on ? "people.block" : "people.unblock", (_, { user }) => {
        if (on) blocked.add(String(user));
        else blocked.delete(String(user));
        return { type: "people.blocked", data: { user: String(user), on } };
      });
  });
  await act(() => pass(1_000));
  return made;
}

describe("somebody", () => {
  it("is blocked in their profile after it was said what that means, and unblocked there", async () => {
    const { server } = await withBlocks(new Set());
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
    const blocked = new Set(["mallory"]);
    const { server } = await withBlocks(blocked);
    await click("userStatus");
    await act(() => pass(50));
    await click("blocksItem");
    expect(get("blockItem").dataset.user).toBe("mallory");
    await click("unblock");
    await act(() => pass(50));
    expect(query("blockItem")).toBeNull();
    blocked.add("bob");
    await does(() => server.last.say("people.blocked", { user: "bob", on: true }));
    await act(() => pass(50));
    expect(get("blockItem").dataset.user).toBe("bob");
  });
});
