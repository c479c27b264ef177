import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { click, does, get, go, page, preparePage, query } from "../stage.tsx";

preparePage();

const strangers = (server: { names: Map<string, string> }) => void server.names.set("user-7", "Анна Петрова");
const type = async (id: "newUser" | "searchInput", text: string) => {
  await does(() => fireEvent.change(get(id), { target: { value: text } }));
  await act(() => pass(300));
};

describe("the directory of people", () => {
  it("suggests whom I have never met, by name", async () => {
    const { server } = await page(strangers);
    await click("newConversation");
    await type("newUser", "анна");
    expect(get("personSuggestion").dataset.user).toBe("user-7");
    await does(() => fireEvent.keyDown(get("newUser"), { key: "Enter" }));
    await click("newDirectSubmit");
    expect(server.last.of("chat.direct")).toMatchObject([{ user: "user-7" }]);
  });

  it("moves nothing under a press that has left the field", async () => {
    await page(strangers);
    await click("newConversation");
    act(() => void fireEvent.change(get("newUser"), { target: { value: "анна" } }));
    act(() => {
      fireEvent.pointerDown(get("newDirectSubmit"));
      get("newDirectSubmit").focus();
    });
    await act(() => pass(300));
    expect(query("personSuggestion")).toBeNull();
  });

  it("is asked about an id that I know nobody by, before I am", async () => {
    const { server } = await page(strangers);
    await click("newConversation");
    await does(() => fireEvent.change(get("newUser"), { target: { value: "user-7" } }));
    await click("newDirectSubmit");
    expect(query("unknownPeople")).toBeNull();
    expect(server.last.of("chat.direct")).toMatchObject([{ user: "user-7" }]);
  });

  it("says what is wrong where nobody has such an id and rooms with them are refused", async () => {
    const { server } = await page();
    server.intercept = (socket, { type: asked, data }) => {
      if (asked === "chat.direct") socket.say("error", { ref: data.ref, code: "not-found", message: "Nobody has ever signed in as \"x1\".", field: "user" });
      return asked === "chat.direct";
    };
    await click("newConversation");
    await does(() => fireEvent.change(get("newUser"), { target: { value: "x1" } }));
    await click("newDirectSubmit");
    await click("unknownPeopleYes");
    expect(get("newError").textContent).toBe("No one has ever signed in with that user ID.");
  });

  it("is part of the search, and leads to somebody's card, from which one writes and calls", async () => {
    const { server } = await page(strangers);
    await click("searchOpen");
    await type("searchInput", "петр");
    await does(() => fireEvent.click(get("searchPerson")));
    expect([query("searchInput"), get("profileName").textContent]).toEqual([null, "Анна Петрова"]);
    await click("profileMessage");
    await act(() => pass(20));
    expect(server.last.of("chat.direct")).toMatchObject([{ user: "user-7" }]);
    expect(query("profile")).toBeNull();
  });
});

describe("somebody's card", () => {
  it("opens from their name at a message, with their status, and calls in the conversation that there is", async () => {
    const { server } = await page((made) => made.post("r", "bob", "hello"));
    await go("#/room/r");
    await does(() => server.last.say("status.changed", { users: [{ user: "bob", status: "away", text: "Lunch", emoji: "🍝" }] }));
    await click("profileOpen");
    expect([get("profileName").textContent, get("profileStatus").textContent]).toEqual(["Bob", "Away · 🍝 Lunch"]);
    await click("profileCall");
    expect(server.last.of("call.start")).toMatchObject([{ room: "d", media: "audio" }]);
    expect(server.last.of("chat.direct")).toEqual([]);
  });
});
