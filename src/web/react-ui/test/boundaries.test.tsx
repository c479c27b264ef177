import { act, fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pass } from "../../client/test/harness.ts";
import { Boundary } from "../src/components/Boundary.tsx";
import { later } from "../src/components/later.ts";
import { all, click, does, get, go, message, page, query, preparePage } from "./stage.tsx";

preparePage();
// React says what it caught, which is what these tests make happen.
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

describe("what fails", () => {
  it("is one message, and the others are read", async () => {
    const { server } = await page((made) => {
      made.post("r", "bob", "fine");
      made.post("r", "bob", 5 as unknown as string);
    });
    await go("#/room/r");
    expect(message("m1").textContent).toContain("fine");
    expect(all("broken").map(({ parentElement }) => parentElement?.closest("nav, main")?.tagName)).toEqual(["NAV", "MAIN"]);
    await does(() => server.post("r", "bob", "still here"));
    expect(message("m3").textContent).toContain("still here");
  });

  it("is a dialog, which can be had again while the connection and the call go on", async () => {
    const { server, client } = await page();
    await go("#/room/r");
    await click("startAudio");
    const socket = server.last;
    server.intercept = (to, { type, data }) => {
      if (type === "chat.directory") to.say("chat.directory", { ref: data.ref, rooms: [null] });
      return type === "chat.directory";
    };
    await click("directory");
    await act(() => pass(300));
    expect(get("broken").closest("dialog")).not.toBeNull();
    expect([server.last === socket, client.connection.isReady, query("call") !== null, query("composer") !== null]).toEqual([true, true, true, true]);
    server.intercept = () => false;
    await click("brokenReload");
    await act(() => pass(300));
    expect(query("broken")).toBeNull();
    expect(get("directoryQuery")).toBeTruthy();
  });

  it("is a panel, which closes as any other", async () => {
    const { server } = await page();
    server.intercept = (to, { type, data }) => {
      if (type === "chat.pins") to.say("chat.pins", { ref: data.ref, room: "r", messages: [{ id: "m", at: "nonsense", by: "bob", text: 5, reactions: {} }], more: false });
      return type === "chat.pins";
    };
    await go("#/room/r");
    await click("pinsOpen");
    expect(get("broken").classList).toContain("panel");
    await does(() => fireEvent.click(get("pinsOpen")));
    expect([all("broken").length, query("composer") !== null]).toEqual([0, true]);
  });

  it("comes back by one press, wherever its code was missed", async () => {
    let isAway = true;
    const Part = later(() => (isAway ? Promise.reject(new Error("no network")) : Promise.resolve({ Part: () => <p>here</p> })), "Part");
    await does(() =>
      render(
        <>
          <Boundary>
            <Part />
          </Boundary>
          <Boundary as="line">
            <Part />
          </Boundary>
        </>,
      ),
    );
    await act(() => pass(10));
    expect(all("broken").length).toBe(2);
    isAway = false;
    await does(() => all("brokenReload")[1]?.click());
    await act(() => pass(300));
    expect([all("broken").length, document.body.textContent]).toEqual([0, "herehere"]);
  });
});
