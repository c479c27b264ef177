import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { toasts } from "../../src/notifications/toasts.ts";
import { click, does, get, go, page, preparePage, query } from "../stage.tsx";

preparePage();

const at = "1970-01-01T00:00:00.000Z";

describe("somebody", () => {
  it("is removed for good, with a reason, where that is asked for", async () => {
    const { server } = await page((made) => {
      made.roles.set("r alice", "owner");
      made.answers.set("chat.ban", () => ({ type: "chat.ok", data: { room: "r", seq: 1 } }));
    });
    await go("#/room/r");
    await click("roomMenu");
    await act(() => pass(50));
    await click("memberMenu");
    await click("memberRemove");
    expect(query("banReason")).toBeNull();
    await click("ban");
    await does(() => fireEvent.change(get("banReason"), { target: { value: " Sold shoes. " } }));
    await click("memberRemoveYes");
    expect(server.last.of("chat.remove")).toEqual([]);
    expect(server.last.of("chat.ban")).toMatchObject([{ room: "r", users: ["bob"], reason: "Sold shoes." }]);
  });
});

describe("bans", () => {
  it("are listed for who may lift them, and lifted", async () => {
    let bans: object[] = [{ user: "mallory", name: "Mallory", by: "bob", at, reason: "Spam" }];
    const { server } = await page((made) => {
      made.roles.set("r alice", "owner");
      made.answers.set("chat.bans", () => ({ type: "chat.bans", data: { room: "r", bans, more: false } }));
      made.answers.set("chat.unban", () => ({ type: "chat.ok", data: { room: "r", seq: 9 } }));
    });
    await go("#/room/r");
    await click("roomMenu");
    await act(() => pass(50));
    await click("bans");
    await act(() => pass(50));
    expect(get("banItem").textContent).toContain("MallorySpam");
    await click("banLift");
    expect(server.last.of("chat.unban")).toMatchObject([{ room: "r", users: ["mallory"] }]);
    bans = [];
    await does(() => server.append("r", "alice", "chat.banned", { user: "mallory", on: false }));
    await act(() => pass(50));
    expect(query("banItem")).toBeNull();
  });

  it("are told to who was banned, with the reason", async () => {
    const { server } = await page();
    await act(() => pass(1_000));
    await does(() => server.last.say("chat.barred", { room: "x", name: "Climbing", reason: "Sold shoes." }));
    expect(get("barred").textContent).toContain("You can’t come back to Climbing until the ban is lifted.Sold shoes.");
  });

  it("end a look into a channel", async () => {
    const { server, client } = await page((made) => void made.addRoom("c", "channel", "bob"));
    await act(() => pass(1_000));
    const { rooms } = await client.connection.request("chat.directory", {});
    await does(() => rooms[0] && client.rooms.watch(rooms[0]));
    await act(() => pass(50));
    expect(client.rooms.room("c")).toBeTruthy();
    await does(() => server.append("c", "bob", "chat.banned", { user: "alice", on: true }));
    await act(() => pass(50));
    expect(server.last.of("chat.unwatch")).toMatchObject([{ room: "c" }]);
    expect(client.rooms.room("c")).toBeUndefined();
  });

  it("say why a channel can't be joined", async () => {
    const { server } = await page((made) => {
      made.addRoom("c", "channel", "bob");
      made.answers.set("chat.join", () => ({ type: "error", data: { code: "forbidden", message: "", field: "room", reason: "Spam" } }));
    });
    await go("#/room/c");
    await act(() => pass(50));
    await click("notMemberJoin");
    await act(() => pass(50));
    expect(server.last.of("chat.join")).toHaveLength(1);
    expect(toasts.get().at(-1)?.text).toBe("You’re banned from this channel. “Spam”");
  });
});
