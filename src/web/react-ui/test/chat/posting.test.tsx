import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { click, does, get, go, page, preparePage, query } from "../stage.tsx";

preparePage();

describe("a room that only some write in", () => {
  it("says so in place of the composer, as long as it is so", async () => {
    const { server } = await page();
    await go("#/room/r");
    await act(() => pass(50));
    await does(() => server.append("r", "bob", "chat.updated", { postRole: "admin" }));
    await act(() => pass(50));
    expect(get("readOnly").textContent).toBe("Only owners and admins write here. You can read and react.");
    expect(query("composer")).toBeNull();
    await does(() => server.append("r", "bob", "chat.updated", { postRole: "member" }));
    await act(() => pass(50));
    expect(get("composer")).toBeTruthy();
  });

  it("is made in its settings", async () => {
    const { server } = await page((made) => void made.roles.set("r alice", "owner"));
    await go("#/room/r");
    await click("roomMenu");
    await act(() => pass(50));
    await does(() => fireEvent.change(get("postRole"), { target: { value: "admin" } }));
    await does(() => fireEvent.change(get("slowModeSet"), { target: { value: "30" } }));
    expect(server.last.of("chat.update")).toMatchObject([{ room: "r", postRole: "admin" }, { room: "r", slowModeSeconds: 30 }]);
  });
});

describe("slow mode", () => {
  it("is told at the composer", async () => {
    const { server } = await page();
    await go("#/room/r");
    await act(() => pass(50));
    await does(() => server.append("r", "bob", "chat.updated", { slowModeSeconds: 30 }));
    await act(() => pass(50));
    expect(get("slowMode").textContent).toBe("Slow mode: one message every 0:30.");
  });
});
