import { fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Message, OwnStatus } from "@akkarealtime/client";
import { beginSoon } from "../src/notifications/quiet-hours.ts";
import { isForNotice } from "../src/notifications/notify.ts";
import { all, click, does, get, page, preparePage, query } from "./stage.tsx";

preparePage();

const night = { from: "22:00", to: "07:00", days: [1, 2, 3, 4, 5], zone: "Mars/Olympus" };

describe("quiet hours", () => {
  it("are chosen in one's menu: from, to, on which days, by the clocks here", async () => {
    const { server } = await page((made) => made.answers.set("status.quiet", () => ({ type: "status.ok", data: { user: "alice", status: "online" } })));
    await click("userStatus");
    expect(get("quietItem").textContent).toBe("Quiet hoursOff");
    await click("quietItem");
    await click("quietOn");
    await does(() => fireEvent.change(get("quietFrom"), { target: { value: "20:30" } }));
    for (const day of all("quietDay").filter(({ dataset }) => Number(dataset["day"]) > 5)) await does(() => fireEvent.click(day));
    await click("quietSave");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(server.last.of("status.quiet")).toMatchObject([{ hours: { from: "20:30", to: "07:00", days: [1, 2, 3, 4, 5], zone } }]);
    expect(query("quiet")).toBeNull();
  });

  it("show as the server has them, are in no other zone unasked, and end", async () => {
    const { server } = await page((made) => made.answers.set("status.quiet", () => ({ type: "status.ok", data: { user: "alice", status: "online" } })));
    await does(() => server.last.say("status.changed", { users: [{ user: "alice", status: "busy", quiet: true, quietHours: night }] }));
    await click("userStatus");
    expect(get("quietItem").textContent).toBe("Quiet hours22:00–07:00");
    await click("quietItem");
    expect([(get("quietFrom") as HTMLInputElement).value, all("quietDay").map((day) => (day as HTMLInputElement).checked)]).toEqual(["22:00", [true, true, true, true, true, false, false]]);
    expect(get("quiet").textContent).toContain("By the clocks of Mars/Olympus.");
    await click("quietSave");
    expect(server.last.of("status.quiet")[0]).toMatchObject({ hours: night });

    await click("quietItem");
    await click("quietOn");
    await click("quietSave");
    expect(server.last.of("status.quiet")[1]).not.toHaveProperty("hours");
  });

  it("are turned off this time while they hold, and on again", async () => {
    const shown = (more: object) => ({ users: [{ user: "alice", status: "busy", quietHours: { ...night, ...more } }] });
    const { server, client } = await page((made) =>
      made.answers.set("status.skip-quiet", (_, { on }) => ({
        type: "status.ok",
        data: { user: "alice", status: "online", quietHours: { ...night, ...(on === true && { skipUntil: new Date(client.serverNow() + 3_600_000).toISOString() }) }, ...(on !== true && { quiet: true }) },
      })),
    );
    await does(() => server.last.say("status.changed", shown({})));
    await click("userStatus");
    expect(query("quietSkip")).toBeNull();
    await does(() => server.last.say("status.changed", { users: [{ user: "alice", status: "busy", quiet: true, quietHours: night }] }));
    expect(get("quietSkip").textContent).toBe("Turn quiet hours off until tomorrow");
    await click("quietSkip");
    await does(() => server.last.say("status.changed", shown({ skipUntil: new Date(client.serverNow() + 3_600_000).toISOString() })));
    expect(get("quietSkip").textContent).toBe("Turn quiet hours on again");
    await click("quietSkip");
    expect(server.last.of("status.skip-quiet")).toMatchObject([{ on: true }, { on: false }]);
    // What was turned off once is over.
    await does(() => server.last.say("status.changed", shown({ skipUntil: new Date(client.serverNow() - 1_000).toISOString() })));
    expect(query("quietSkip")).toBeNull();
  });

  it.each([
    ["2026-12-01T15:59:00Z", false],
    ["2026-12-01T16:00:00Z", true],
    ["2026-12-01T21:59:00Z", true],
    ["2026-12-01T22:00:00Z", false],
  ])("begin soon six hours before: at %s is %j", (at, isSoon) => expect(beginSoon({ ...night, zone: "Etc/UTC" }, Date.parse(at))).toBe(isSoon));

  it("begin soon only on their days, also where that is tomorrow, by the clocks of their zone", () => {
    const early = { ...night, from: "01:00", days: [3], zone: "Europe/Berlin" };
    expect(["2026-11-30T22:00:00Z", "2026-12-01T22:00:00Z"].map((at) => beginSoon(early, Date.parse(at)))).toEqual([false, true]);
  });

  it("can't begin on no day", async () => {
    await page();
    await click("userStatus");
    await click("quietItem");
    await click("quietOn");
    for (const day of all("quietDay")) await does(() => fireEvent.click(day));
    expect((get("quietSave") as HTMLButtonElement).disabled).toBe(true);
  });

  it("have nothing notified, also of who is invisible", () => {
    const message = { by: "bob", mentions: ["alice"] } as unknown as Message;
    const noticed = (status: Partial<OwnStatus>) => isForNotice(message, { me: "alice", status: { user: "alice", status: "invisible", ...status }, level: "all", isSeen: false });
    expect([noticed({}), noticed({ quiet: true }), noticed({ status: "busy" })]).toEqual([true, false, false]);
  });
});
