import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { toasts } from "../../src/notifications/toasts.ts";
import { reporting } from "../../src/chat/message/ReportDialog.tsx";
import { click, does, get, go, page, preparePage, query } from "../stage.tsx";

preparePage();

describe("a message", () => {
  it("is reported with what is wrong about it", async () => {
    const { server, client } = await page((made) => {
      made.answers.set("chat.report", (_, { room, id }) => ({ type: "chat.reported", data: { room, id } }));
    });
    await go("#/room/r");
    await act(() => pass(1_000));
    await does(() => server.post("r", "bob", "rude"));
    const entry = client.rooms.room("r")?.get().entries.at(-1);
    if (entry?.kind !== "message") throw new Error("no message");
    await does(() => reporting.set({ message: entry.message, room: "r" }));
    await does(() => fireEvent.change(get("reportReason"), { target: { value: " It is rude. " } }));
    await click("reportSend");
    await act(() => pass(50));
    expect(server.last.of("chat.report")).toMatchObject([{ room: "r", id: entry.message.id, reason: "It is rude." }]);
    expect(query("reportReason")).toBeNull();
    expect(toasts.get().at(-1)?.text).toBe("Reported. Thank you.");
  });
});
