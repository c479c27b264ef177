import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { click, does, get, go, message, page, query, preparePage } from "../stage.tsx";

preparePage();

describe("what is unread", () => {
  it("is a mention in a thread until the thread is seen", async () => {
    const { server } = await page((made) => {
      made.post("r", "bob", "root");
      made.post("r", "bob", "look @alice", true, { thread: "m1", mentions: ["alice"] });
      made.post("r", "bob", "last");
    });
    await go("#/room/r");
    await act(() => pass(500));
    expect(server.last.of("chat.read").at(-1)).toMatchObject({ seq: 1 });
    expect(get("threadMention").textContent).toBe("Bob mentioned you in a thread");
    await click("threadMention");
    await act(() => pass(500));
    expect(get("thread").dataset.root).toBe("m1");
    expect(server.last.of("chat.read").at(-1)).toMatchObject({ seq: 3 });
    expect(query("threadMention")).toBeNull();
  });

  it("has its line where it came while nobody looked, and none where one reads along", async () => {
    const { server } = await page((made) => void made.post("r", "alice", "old"));
    await go("#/room/r");
    await does(() => server.post("r", "bob", "seen"));
    expect(query("newDivider")).toBeNull();
    const state = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    await does(() => server.post("r", "bob", "missed"));
    expect(get("newDivider").compareDocumentPosition(message("m3")) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    expect(get("newDivider").compareDocumentPosition(message("m2")) & Node.DOCUMENT_POSITION_PRECEDING).toBeTruthy();
    state.mockRestore();
    await does(() => fireEvent(document, new Event("visibilitychange")));
    await act(() => pass(500));
    expect(server.last.of("chat.read").at(-1)).toMatchObject({ seq: 3 });
  });

  it("in threads has no bar, as there is no line in the room to lead to", async () => {
    await page((made) => {
      for (let i = 1; i <= 120; i++) made.post("r", "alice", `${i}`);
      for (let i = 1; i <= 3; i++) made.post("r", "bob", `answer ${i}`, true, { thread: "m1" });
    });
    await go("#/room/r");
    expect(query("newBar")).toBeNull();
  });
});
