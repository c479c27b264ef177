import { act, fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { toasts } from "../../src/notifications/toasts.ts";
import { forwarding } from "../../src/chat/message/ForwardDialog.tsx";
import { rightsOn } from "../../src/chat/message/message-rights.ts";
import { all, does, get, go, message, page, preparePage, query } from "../stage.tsx";

preparePage();

const forwarded = { by: "zoe", name: "Zoe", at: "2026-01-01T00:00:00.000Z" };

async function opened() {
  const made = await page();
  await go("#/room/r");
  await act(() => pass(1_000));
  await does(() => made.server.post("r", "bob", "the plan"));
  const entry = made.client.rooms.room("r")?.get().entries.at(-1);
  if (entry?.kind !== "message") throw new Error("no message");
  return { ...made, original: entry.message };
}

describe("a message", () => {
  it("is forwarded into another conversation, by the keyboard", async () => {
    const { server, original } = await opened();
    await does(() => forwarding.set({ message: original, room: "r" }));
    expect(all("forwardRoom")).toHaveLength(2);
    fireEvent.change(get("forwardFilter"), { target: { value: "bob" } });
    expect(all("forwardRoom").map(({ dataset }) => dataset.room)).toEqual(["d"]);
    await does(() => fireEvent.keyDown(get("forwardFilter"), { key: "Enter" }));
    await act(() => pass(50));
    expect(server.last.of("chat.send")).toMatchObject([{ room: "d", text: "", forward: { room: "r", id: original.id } }]);
    expect(query("forward")).toBeNull();
    expect(toasts.get().at(-1)?.text).toBe("Forwarded to Bob.");
  });

  it("that was forwarded says whose words it has, until it is deleted", async () => {
    const { server } = await opened();
    await does(() => server.post("r", "bob", "pass it on", true, { forwarded: { ...forwarded, files: 2 } }));
    await act(() => pass(50));
    expect(get("forwarded").textContent).toBe("Forwarded from Zoewithout its 2 files");
    expect(message("m2").textContent).toContain("pass it on");
    await does(() => server.append("r", "bob", "chat.deleted", { id: "m2" }));
    expect(query("forwarded")).toBeNull();
  });

  it("that was forwarded is not edited by who has forwarded it", async () => {
    const { client, server } = await opened();
    await does(() => server.post("r", "alice", "not my words", true, { forwarded }));
    const state = client.rooms.room("r")?.get();
    const entry = state?.entries.at(-1);
    if (!state || entry?.kind !== "message") throw new Error("no message");
    expect(rightsOn(entry.message, state.room, "alice")).toMatchObject({ edit: false, delete: true });
    expect(screen.getAllByText("Forwarded from Zoe")).toHaveLength(1);
  });
});
