import { act, fireEvent, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { pass, settle } from "../../client/test/harness.ts";
import { statusLine, timeLeft } from "../src/text/status.ts";
import { click, does, get, go, page, query, preparePage } from "./stage.tsx";

preparePage();
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

describe("a status", () => {
  it("is unknown while nobody can know it, one's own as well", async () => {
    const { server } = await page();
    await go("#/room/d");
    await does(() => server.last.say("status.changed", { users: [{ user: "bob", status: "online" }, { user: "alice", status: "online" }] }));
    const dot = () => within(get("room")).getByTestId("presence");
    expect([dot().dataset.status, get("userStatus").dataset.status, get("roomSubtitle").textContent]).toEqual(["online", "online", "Online"]);
    server.onDial = "refuse";
    act(() => server.crash());
    await act(() => pass(700));
    expect([dot().dataset.status, get("userStatus").dataset.status, get("roomSubtitle").textContent]).toEqual(["unknown", "unknown", "Status unknown"]);
    expect(get("userStatus").textContent).toContain("Not connected");
  });

  it("keeps its end when it is saved again, and says how long it still stands", async () => {
    const { server } = await page();
    const clearAt = inMinutes(25);
    await does(() => server.last.say("status.changed", { users: [{ user: "alice", status: "busy", text: "Reviewing", clearAt }] }));
    expect(get("userStatus").textContent).toContain("Do not disturb · Reviewing · 25 min left");
    await click("userStatus");
    await does(() => fireEvent.change(get("statusText"), { target: { value: "Still reviewing" } }));
    await click("statusSave");
    expect(server.last.of("status.set").at(-1)).toMatchObject({ status: "busy", text: "Still reviewing", clearAt });
  });

  it("says what one can expect before what was written", () => {
    const said = { user: "bob", text: "Lunch", emoji: "🍽️" } as const;
    expect([statusLine({ ...said, status: "invisible" }), statusLine({ ...said, status: "busy" }), statusLine({ ...said, status: "online" })]).toEqual([
      "Invisible · 🍽️ Lunch",
      "Do not disturb · 🍽️ Lunch",
      "🍽️ Lunch",
    ]);
    const now = new Date(0);
    const at = (minutes: number) => new Date(minutes * 60_000).toISOString();
    expect([timeLeft(at(1), now), timeLeft(at(90), now), timeLeft(at(120), now), timeLeft(at(4_320), now), timeLeft(at(0), now), timeLeft(undefined, now)]).toEqual([
      "1 min left",
      "1 h 30 min left",
      "2 h left",
      "3 days left",
      null,
      null,
    ]);
  });
});

describe("the menu", () => {
  it("says that the network blocks WebSocket, where it does, and nothing of it elsewhere", async () => {
    const { client } = await page();
    await click("userStatus");
    expect(query("overHttp")).toBeNull();
    const { snapshot } = client.connection;
    vi.spyOn(snapshot, "get").mockReturnValue({ ...snapshot.get(), transport: "http" });
    await click("userStatus");
    await click("userStatus");
    expect(get("overHttp").textContent).toBe("Connected over HTTP: this network blocks WebSocket.");
  });
});

describe("the banner", () => {
  it("is spoken once, however long the seconds are counted", async () => {
    const { server } = await page();
    server.onDial = "refuse";
    act(() => server.crash());
    await act(() => pass(700));
    const banner = get("connectionBanner");
    const [spoken] = within(banner).getAllByRole("status");
    const counted = new Set<string>();
    for (let i = 0; i < 12; i++) {
      await act(async () => {
        await pass(500);
        await settle();
      });
      counted.add(banner.textContent);
      expect(spoken?.textContent).toBe("Connection lost. What you write is kept and sent later.");
    }
    expect(counted.size).toBeGreaterThan(1);
    expect(query("connectionBanner")).toBe(banner);
  });

  it("says that one was signed out, and does nothing by itself", async () => {
    const { server } = await page();
    await does(() => server.last.end(4410));
    const dialled = server.sockets.length;
    await act(() => pass(60_000));
    expect(get("connectionBanner").textContent).toBe("You were signed out of this device.Sign in again");
    expect(server.sockets.length).toBe(dialled);
  });
});
