import { describe, expect, it } from "vitest";
import { setMessages } from "../src/i18n/t.ts";
import { localTime } from "../src/text/zone.ts";
import { click, does, get, page, query, preparePage } from "./stage.tsx";
import { profile } from "../src/profile.ts";
import english from "virtual:messages/first/en";

preparePage();

describe("local time", () => {
  it("is told where it differs from mine, with the day where that differs", () => {
    setMessages(english, "en-GB");
    const noon = new Date(2026, 0, 7, 12, 0);
    const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const offset = -noon.getTimezoneOffset() / 60;
    // By the sign of POSIX, zones west of Greenwich are positive.
    const zone = (hours: number) => `Etc/GMT${hours < 0 ? `+${-hours}` : `-${hours}`}`;
    expect([localTime(mine, noon), localTime(undefined, noon), localTime("", noon), localTime("Mars/Olympus", noon)]).toEqual([null, null, null, null]);
    if (offset > 0) expect(localTime(zone(offset - 13), noon)).toBe("Tuesday 23:00 local time");
    expect(localTime(zone(offset + 2), noon)).toBe("14:00 local time");
  });

  it("stands in a profile, also of who is not there, and goes when it is not shared any more", async () => {
    const { server } = await page();
    await does(() => profile.set("bob"));
    expect(query("profileTime")).toBeNull();
    const far = new Date().getTimezoneOffset() > 0 ? "Etc/GMT-14" : "Etc/GMT+12";
    await does(() => server.last.say("status.changed", { users: [{ user: "bob", status: "offline", lastSeen: "2026-01-01T12:00:00Z", zone: far }] }));
    expect(get("profileTime").textContent).toMatch(/\d local time$/);
    await does(() => server.last.say("status.changed", { users: [{ user: "bob", status: "offline" }] }));
    expect(query("profileTime")).toBeNull();
  });

  it("is shared or hidden in one's menu", async () => {
    const { server } = await page();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    await does(() => server.last.say("status.changed", { users: [{ user: "alice", status: "online", zone }] }));
    await click("userStatus");
    expect([get("zoneItem").getAttribute("aria-checked"), get("zoneItem").textContent]).toEqual(["true", "Local timeShared"]);
    await click("zoneItem");
    expect([server.last.of("status.zone"), get("zoneItem").getAttribute("aria-checked"), get("zoneItem").textContent]).toEqual([[expect.objectContaining({ zone: "" })], "false", "Local timeHidden"]);
  });
});
