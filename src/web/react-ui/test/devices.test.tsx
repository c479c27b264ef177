import { act } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../client/test/harness.ts";
import { agentName } from "../src/text/agent.ts";
import { click, does, get, page, preparePage, query } from "./stage.tsx";

preparePage();

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

describe("devices", () => {
  it("shows where one is signed in, and signs out there", async () => {
    let others = [
      { session: "s2", device: "phone", agent: iphone, since: "1970-01-01T00:00:00.000Z" },
      { session: "s3", device: "phone", agent: iphone, since: "1970-01-01T00:10:00.000Z" },
      { session: "s4", device: "tablet" },
    ];
    const asked: unknown[] = [];
    const { client } = await page((server) => {
      server.answers.set("session.list", (socket) => ({
        type: "session.list",
        data: { sessions: [{ session: "s1", device: socket.device, agent: firefox, current: true }, ...others] },
      }));
      server.answers.set("session.end", (_, data) => {
        asked.push({ device: data.device, others: data.others });
        others = others.filter(({ device }) => data.others !== true && device !== data.device);
        return { type: "session.ended", data: { count: 1 } };
      });
    });
    await click("userStatus");
    await click("devicesItem");
    await act(() => pass(50));
    const rows = () => [...document.querySelectorAll<HTMLElement>("[data-testid=device]")].map((row) => row.textContent);
    expect(rows()).toEqual([expect.stringContaining("Firefox on LinuxThis device"), expect.stringMatching(/^Safari on iPhoneSince .*Sign out$/), "A deviceSign out"]);

    const phone = document.querySelector<HTMLElement>("[data-device=phone] button");
    expect(phone?.getAttribute("aria-label")).toBe("Sign out Safari on iPhone");
    await does(() => phone?.click());
    await act(() => pass(50));
    expect(rows()).toHaveLength(2);
    expect(asked).toEqual([{ device: "phone", others: undefined }]);
    expect([get("devices").textContent, client.connection.isReady]).toEqual([expect.not.stringContaining("everywhere else"), true]);
    expect(query("statusMenu")).not.toBeNull();
  });

  it("signs out everywhere else", async () => {
    let others = ["phone", "tablet"];
    await page((server) => {
      server.answers.set("session.list", (socket) => ({
        type: "session.list",
        data: { sessions: [{ session: "s1", device: socket.device }, ...others.map((device) => ({ session: device, device }))] },
      }));
      server.answers.set("session.end", (_, data) => {
        if (data.others === true) others = [];
        return { type: "session.ended", data: { count: 2 } };
      });
    });
    await click("userStatus");
    await click("devicesItem");
    await act(() => pass(50));
    await does(() => get("devices").querySelector<HTMLElement>(".danger-fill")?.click());
    await act(() => pass(50));
    expect(get("devices").textContent).toContain("You’re signed in nowhere else.");
  });
});

describe("agentName", () => {
  it.each([
    [firefox, "Firefox on Linux"],
    [iphone, "Safari on iPhone"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows"],
    ["my-bot/1.0 (+https://example.com)", "my-bot"],
    ["", "A device"],
    [undefined, "A device"],
  ])("says %j as %j", (agent, name) => expect(agentName(agent)).toBe(name));
});
