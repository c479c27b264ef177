import { act } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { toasts } from "../../src/notifications/toasts.ts";
import { click, does, page, preparePage, query } from "../stage.tsx";

preparePage();

const at = "1970-01-01T00:00:00.000Z";
const direct = { id: "i1", by: "mallory", name: "Mallory", kind: "direct", at };
const group = { id: "i2", by: "carol", name: "Carol", kind: "group", room: "trip", roomName: "Trip", at };
const rows = () => [...document.querySelectorAll<HTMLElement>("[data-testid=request]")];
const button = (label: string) => document.querySelector<HTMLElement>(`[aria-label="${label}"]`);

describe("requests", () => {
  it("wait until they are accepted or declined", async () => {
    let waiting: object[] = [direct];
    const asked: unknown[] = [];
    const { server } = await page((fake) => {
      fake.addRoom("trip", "group", "alice", "carol");
      fake.answers.set("chat.requests", () => ({ type: "chat.requests", data: { requests: waiting, more: false } }));
      fake.answers.set("chat.decline", (_, { request }) => {
        asked.push(["decline", request]);
        return { type: "chat.declined", data: { request } };
      });
      fake.answers.set("chat.accept", (_, { request }) => {
        asked.push(["accept", request]);
        return { type: "chat.room", data: { room: { id: "trip", kind: "group", name: "Trip", topic: "", members: 2, head: 0, read: 0, unread: 0, mentions: 0 } } };
      });
    });
    await act(() => pass(1_000));
    expect(query("requests")?.textContent).toBe("Someone wants to talk to you");

    waiting = [group, direct];
    await does(() => server.sockets[0]?.say("chat.requested", { request: group }));
    await act(() => pass(50));
    expect(query("requests")?.textContent).toBe("2 people want to talk to you");

    await click("requests");
    expect(rows().map((row) => row.textContent)).toEqual([expect.stringContaining("Carolinvites you to “Trip”"), expect.stringContaining("Mallorywants to chat")]);
    await does(() => button("Decline Mallory")?.click());
    await act(() => pass(50));
    expect(rows()).toHaveLength(1);
    await does(() => button("Accept Carol")?.click());
    await act(() => pass(50));
    expect([asked, query("requests"), location.hash]).toEqual([[["decline", "i1"], ["accept", "i2"]], null, "#/room/trip"]);
  });

  it("go when another device has answered", async () => {
    const { server } = await page((fake) => {
      fake.answers.set("chat.requests", () => ({ type: "chat.requests", data: { requests: [group, direct], more: false } }));
    });
    await act(() => pass(1_000));
    await does(() => server.sockets[0]?.say("chat.declined", { request: "i1" }));
    await act(() => pass(50));
    expect(query("requests")?.textContent).toBe("Someone wants to talk to you");
  });

  it("say who is asked first", async () => {
    const { client, server } = await page((fake) => {
      fake.answers.set("chat.direct", () => ({ type: "chat.asked", data: { users: ["mallory"] } }));
    });
    await act(() => pass(1_000));
    await does(() => server.sockets[0]?.say("chat.asked", { users: ["bob"], room: "r" }));
    expect(toasts.get().map(({ text }) => text)).toEqual(["Bob will be asked first."]);
    await expect(client.direct("mallory")).rejects.toMatchObject({ code: "conflict", message: "They’ll be asked first." });
  });
});
