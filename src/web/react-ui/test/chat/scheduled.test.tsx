import type { ScheduledMessage } from "@akkarealtime/client";
import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { toasts } from "../../src/notifications/toasts.ts";
import { scheduledList } from "../../src/chat/scheduled/scheduled.ts";
import { fieldTime, quickTimes, timeOfField } from "../../src/chat/scheduled/times.ts";
import { all, click, does, get, go, page, preparePage, query } from "../stage.tsx";

const hour = 3_600_000;

describe("times to come", () => {
  const labels = (now: Date) => quickTimes(now).map(({ label, at }) => [label, fieldTime(at)]);

  it("are an hour away, tomorrow morning and Monday morning, by the clock on the wall", () => {
    expect(labels(new Date(2026, 11, 2, 23, 30))).toEqual([
      ["scheduled.inAnHour", "2026-12-03T00:30"],
      ["scheduled.tomorrow", "2026-12-03T09:00"],
      ["scheduled.monday", "2026-12-07T09:00"],
    ]);
  });

  it("have next week's Monday on a Monday, and tomorrow once on a Sunday", () => {
    expect(labels(new Date(2026, 11, 7, 8))[2]).toEqual(["scheduled.monday", "2026-12-14T09:00"]);
    expect(labels(new Date(2026, 11, 6, 8)).map(([label]) => label)).toEqual(["scheduled.inAnHour", "scheduled.tomorrow"]);
  });

  it("are read as a field has them", () => {
    expect(timeOfField("2026-12-03T09:00")).toEqual(new Date(2026, 11, 3, 9));
    expect([timeOfField(""), timeOfField("soon")]).toEqual([null, null]);
  });
});

describe("what is sent later", () => {
  preparePage();

  /** A server that keeps what I have scheduled. */
  async function opened() {
    const kept = new Map<string, ScheduledMessage>();
    const asked: { type: string; data: Record<string, unknown> }[] = [];
    const change = (data: object) => kept.set("s1", { ...kept.get("s1"), ...data } as ScheduledMessage);
    const made = await page((server) => {
      const note = (type: string, data: object) => asked.push({ type, data: { ...data } });
      server.answers.set("chat.schedules", () => ({ type: "chat.schedules", data: { messages: [...kept.values()] } }));
      server.answers.set("chat.schedule", (_, data) => {
        note("chat.schedule", data);
        change({ id: "s1", ...data });
        return { type: "chat.scheduled", data: { message: kept.get("s1") } };
      });
      server.answers.set("chat.reschedule", (_, data) => {
        note("chat.reschedule", data);
        change(data);
        return { type: "chat.scheduled", data: { message: kept.get("s1") } };
      });
      server.answers.set("chat.unschedule", (_, data) => {
        note("chat.unschedule", data);
        kept.delete("s1");
        return { type: "chat.unscheduled", data: { id: "s1", room: "r" } };
      });
    });
    await go("#/room/r");
    await act(() => pass(1_000));
    return { ...made, kept, asked };
  }

  const type = (text: string) => does(() => fireEvent.change(get("composerInput"), { target: { value: text } }));

  async function scheduleInAnHour() {
    await type("hello @bob");
    await click("sendLater");
    await does(() => fireEvent.click(all("scheduledQuick")[0] as Element));
    await act(() => pass(50));
  }

  it("is offered with a text, and not without or with a command", async () => {
    await opened();
    expect(query("sendLater")).toBeNull();
    await type("/deploy");
    expect(query("sendLater")).toBeNull();
    await type("hello");
    expect(get("sendLater").getAttribute("aria-label")).toBe("Send later…");
  });

  it("goes to the server with its time, and leaves the field", async () => {
    const { asked, client } = await opened();
    await scheduleInAnHour();
    const [{ type: asks, data }] = asked as [(typeof asked)[0]];
    expect([asks, data["room"], data["text"], data["mentions"]]).toEqual(["chat.schedule", "r", "hello @bob", ["bob"]]);
    const wait = Date.parse(String(data["at"])) - client.connection.clock.now();
    expect(Math.abs(wait - hour)).toBeLessThan(2 * 60_000);
    expect([(get("composerInput") as HTMLTextAreaElement).value, query("sendLaterDialog")]).toEqual(["", null]);
    expect(document.activeElement).toBe(get("composerInput"));
  });

  it("is not sent for a time that is over", async () => {
    await opened();
    await type("hello");
    await click("sendLater");
    await does(() => fireEvent.change(get("scheduledTime"), { target: { value: "1969-01-01T00:00" } }));
    expect((get("scheduledPick") as HTMLButtonElement).disabled).toBe(true);
    expect(get("sendLaterDialog").textContent).toContain("Choose a time in the future.");
  });

  it("stands in the list, where it is changed, sent at once and cancelled", async () => {
    const { asked } = await opened();
    await scheduleInAnHour();
    await does(() => scheduledList.set(true));
    expect(all("scheduledItem").map(({ dataset }) => dataset["id"])).toEqual(["s1"]);

    await click("scheduledEdit");
    await does(() => fireEvent.change(get("scheduledText"), { target: { value: "hello all" } }));
    await click("scheduledSave");
    expect(asked.at(-1)).toMatchObject({ type: "chat.reschedule", data: { id: "s1", text: "hello all", mentions: [] } });
    await act(() => pass(50));
    expect(get("scheduledItem").textContent).toContain("hello all");

    await click("scheduledMove");
    await does(() => fireEvent.change(get("scheduledTime"), { target: { value: "1970-03-01T09:00" } }));
    await click("scheduledPick");
    expect(asked.at(-1)).toMatchObject({ type: "chat.reschedule", data: { id: "s1", at: new Date(1970, 2, 1, 9).toISOString() } });

    await click("scheduledNow");
    expect(asked.at(-1)).toMatchObject({ type: "chat.reschedule", data: { id: "s1", now: true } });
    await click("scheduledCancel");
    await act(() => pass(50));
    expect(asked.at(-1)?.type).toBe("chat.unschedule");
    expect(get("scheduled").textContent).toContain("Nothing is scheduled.");
  });

  it("stays in the list with the reason where it could not be sent, and I am told", async () => {
    const { server, kept } = await opened();
    await scheduleInAnHour();
    const failed = { ...kept.get("s1"), failed: { code: "forbidden", message: "Only owners write in this room." } } as ScheduledMessage;
    kept.set("s1", failed);
    await does(() => server.last.say("chat.scheduled", { message: failed }));
    await act(() => pass(50));
    expect(toasts.get().map(({ text }) => text)).toContain("A scheduled message could not be sent. You’ll find it among your scheduled messages.");
    await does(() => scheduledList.set(true));
    expect(get("scheduledItem").dataset["failed"]).toBe("true");
    expect(get("scheduledFailed").textContent).toBe("Not sent: You’re not allowed to do that.");

    kept.clear();
    await does(() => server.last.say("chat.unscheduled", { id: "s1", room: "r", sent: "m1" }));
    await act(() => pass(50));
    expect(query("scheduledItem")).toBeNull();
  });
});
