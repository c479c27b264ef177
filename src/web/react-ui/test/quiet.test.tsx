import { fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Message, OwnStatus } from "@akkarealtime/client";
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
