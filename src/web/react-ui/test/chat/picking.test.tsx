import { act, fireEvent } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { resolve } from "../../src/components/picking.ts";
import { click, does, get, page, query, preparePage } from "../stage.tsx";

preparePage();
const type = (id: "newUser", text: string) => does(() => fireEvent.change(get(id), { target: { value: text } }));
const press = (key: string) => does(() => fireEvent.keyDown(get("newUser"), { key }));

describe("picking people", () => {
  it("takes the suggestion with Enter, and opens that person's chat", async () => {
    const { server } = await page();
    await click("newConversation");
    await type("newUser", "Bo");
    await press("Enter");
    expect(document.querySelector(".chip")?.textContent).toContain("Bob");
    await click("newDirectSubmit");
    expect(server.last.of("chat.direct")).toMatchObject([{ user: "bob" }]);
  });

  it("goes on suggesting to whoever types again before the press that left the field is over", async () => {
    await page();
    await click("newConversation");
    await type("newUser", "B");
    const [field, button] = [get("newUser"), get("newDirectSubmit")];
    await does(() => fireEvent.pointerDown(button));
    await does(() => button.focus());
    act(() => {
      fireEvent.pointerUp(button);
      field.focus();
    });
    await type("newUser", "Bo");
    await act(() => pass(20));
    expect(query("personSuggestion")?.textContent).toContain("Bob");
  });

  it("opens no chat with a user ID that nobody is known to have, before one is asked", async () => {
    const { server } = await page();
    await click("newConversation");
    await type("newUser", "nobody-at-all");
    await click("newDirectSubmit");
    expect(server.last.of("chat.direct")).toEqual([]);
    expect(get("unknownPeople").textContent).toContain("nobody-at-all");
    await type("newUser", "nobody");
    expect(query("unknownPeople")).toBeNull();
    await type("newUser", "nobody-at-all");
    await click("newDirectSubmit");
    await click("unknownPeopleYes");
    await act(() => pass(20));
    expect(server.last.of("chat.direct")).toMatchObject([{ user: "nobody-at-all" }]);
  });

  it("says that nobody has a name, in any script, and finds who has one", async () => {
    const { server, client } = await page();
    await click("newConversation");
    await type("newUser", "Анна");
    await click("newDirectSubmit");
    expect(get("newError").textContent).toBe("You don’t know anyone called “Анна”. Pick someone from the list, or type their user ID.");
    expect(query("unknownPeople")).toBeNull();
    await does(() => client.people.learn("user-7", "Анна Петрова"));
    await type("newUser", "Анн");
    expect(query("newError")).toBeNull();
    await type("newUser", "анна петрова");
    await click("newDirectSubmit");
    expect(server.last.of("chat.direct")).toMatchObject([{ user: "user-7" }]);
  });

  it("is by id or by a name that one person has", () => {
    const known = [
      { user: "bob", name: "Bob" },
      { user: "ann-1", name: "Ann" },
      { user: "ann-2", name: "Ann" },
    ];
    expect(resolve({ users: ["x"], text: "BOB, @ann-1; Ann, 田中, new.one" }, known)).toEqual({ users: ["x", "bob", "ann-1"], unknown: ["new.one"], nobody: ["Ann", "田中"] });
  });
});
