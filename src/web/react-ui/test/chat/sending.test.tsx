import { act, fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass, settle } from "../../../client/test/harness.ts";
import { testIds } from "../../src/testids.ts";
import { get, go, message, page, preparePage } from "../stage.tsx";

preparePage();

describe("what I send", () => {
  it("is seen, wherever in the history I have been reading", async () => {
    await page((server) => {
      for (let i = 1; i <= 300; i++) server.post("r", "bob", `${i}`);
      // Without a layout each end counts as near, and all that is newer would be loaded.
      server.intercept = (_, { type, data }) => type === "chat.history" && data.after !== undefined;
    });
    await go("#/room/r/m30");
    expect(message("m30").dataset.found).toBe("true");
    expect(get("timeline").dataset.end).toBe("false");
    fireEvent.change(get("composerInput"), { target: { value: "mine" } });
    await act(async () => {
      fireEvent.keyDown(get("composerInput"), { key: "Enter" });
      await settle();
      await pass(50);
    });
    expect(message("m301").textContent).toContain("mine");
    expect(screen.queryByTestId(testIds.jumpToLatest)).toBeNull();
  });
});
