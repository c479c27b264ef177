import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../client/test/harness.ts";
import { get, go, page, preparePage, query } from "./stage.tsx";

preparePage();
const press = (target: Element) =>
  act(async () => {
    fireEvent.keyDown(target, { key: "?" });
    await pass(20);
  });

describe("?", () => {
  it("shows what the keyboard does, unless one types", async () => {
    await page();
    await go("#/room/r");
    await act(() => pass(1_000));
    await press(get("composerInput"));
    expect(query("shortcuts")).toBeNull();
    await press(get("timeline"));
    expect(get("shortcuts").textContent).toContain("Reply in a threadT");
  });
});
