import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../client/test/harness.ts";
import { keepDraft, keptDraft } from "../src/chat/composer/drafts.ts";
import { click, does, get, go, page, query, preparePage } from "./stage.tsx";

preparePage();

describe("signing out", () => {
  it("leaves nothing of the user in the browser", async () => {
    const { client, onSignOut } = await page();
    await go("#/room/r");
    await does(() => fireEvent.change(get("composerInput"), { target: { value: "half a sentence" } }));
    keepDraft("alicia/r/", "another user's");
    await act(() => pass(1_500));
    await click("userStatus");
    await click("signOut");
    await act(() => pass(2_000));
    expect(onSignOut).toHaveBeenCalledOnce();
    expect([keptDraft("alice/r/"), keptDraft("alicia/r/")]).toEqual(["", "another user's"]);
    expect(Object.keys(localStorage).filter((key) => /\balice\b/.test(key))).toEqual([]);
    expect([client.people.known(), client.outbox.items.get(), location.hash]).toEqual([[], [], "#/"]);
  });

  it("asks first where something was written and not sent", async () => {
    const { server, client, onSignOut } = await page();
    await go("#/room/r");
    server.onDial = "refuse";
    act(() => server.crash());
    await does(() => client.outbox.add({ room: "r", text: "in the tunnel" }));
    await click("userStatus");
    await click("signOut");
    expect(get("signOutDialog").textContent).toContain("One message hasn’t been sent yet.");
    expect(onSignOut).not.toHaveBeenCalled();
    await click("signOutAnyway");
    expect(onSignOut).toHaveBeenCalledOnce();
    expect([client.outbox.items.get(), query("signOutDialog")]).toEqual([[], null]);
  });
});
