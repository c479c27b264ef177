import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { FakeServer } from "../../../client/test/fake-server.ts";
import { idle } from "../../src/components/later.ts";
import { notes as told } from "../../src/chat/timeline/notes.ts";
import { all, click, does, get, go, page, preparePage, query } from "../stage.tsx";

preparePage();
beforeEach(() => {
  told.set(new Map());
  idle.set(true);
});

const input = () => get("composerInput") as HTMLTextAreaElement;
const notes = () => all("note").map(({ textContent }) => textContent);

async function type(text: string) {
  await does(() => fireEvent.change(input(), { target: { value: text, selectionStart: text.length, selectionEnd: text.length } }));
}

const press = (key: string) => does(() => fireEvent.keyDown(input(), { key }));

async function send(text: string) {
  await type(text);
  await press("Enter");
}

/** A server whose host has two commands. */
async function withCommands(answer: (data: Record<string, unknown>) => { type: string; data: Record<string, unknown> } = () => ({ type: "chat.command-result", data: { text: "It is on its way." } })) {
  const made = await page((server: FakeServer) => {
    server.answers.set("chat.commands", (_, { room }) => ({
      type: "chat.commands",
      data: { room, commands: [{ name: "deploy", description: "Deploys a version", usage: "<version>" }, { name: "ping", description: "Is anybody there?" }] },
    }));
    server.answers.set("chat.command", (_, data) => answer(data));
  });
  await go("#/room/r");
  return made;
}

describe("slash commands", () => {
  it("are offered with what they do, and chosen by the keyboard", async () => {
    await withCommands();
    await type("/");
    expect(all("emojiOption").map(({ textContent }) => textContent)).toEqual(["/deploy <version>Deploys a version", "/pingIs anybody there?", "/helpLists the commands of this conversation"]);
    expect(get("emojiList").getAttribute("aria-label")).toBe("Commands");
    await type("/de");
    await press("Enter");
    expect([input().value, query("emojiList")]).toEqual(["/deploy ", null]);
    await type("see /de");
    expect(query("emojiList")).toBeNull();
  });

  it("are carried out, and the answer stands in the conversation for me alone", async () => {
    const { server } = await withCommands();
    await send("/Deploy 1.2 now");
    expect(server.last.of("chat.command")).toMatchObject([{ room: "r", name: "deploy", arguments: "1.2 now" }]);
    expect(server.last.of("chat.send")).toEqual([]);
    expect(input().value).toBe("");
    expect(notes()[0]).toContain("Only visible to you");
    expect(notes()[0]).toContain("It is on its way.");
    expect(document.querySelector("[role=log]")?.textContent).toContain("It is on its way.");
    await click("noteDismiss");
    expect(notes()).toEqual([]);
  });

  it("keep their place among what is said later", async () => {
    const { server } = await withCommands();
    await send("/ping");
    await does(() => server.post("r", "bob", "after it"));
    expect(get("timeline").textContent).toMatch(/It is on its way\..*after it/);
  });

  it("that there aren't say so, and what was typed stays", async () => {
    const { server } = await withCommands(() => ({ type: "error", data: { code: "not-found", message: "There is no command /pong.", field: "name" } }));
    await send("/pong 1");
    expect(input().value).toBe("/pong 1");
    expect(notes()[0]).toContain("There’s no command");
    expect(server.last.of("chat.send")).toEqual([]);
  });

  it("that are refused say why in their own words", async () => {
    await withCommands(() => ({ type: "error", data: { code: "forbidden", message: "Not on a Friday." } }));
    await send("/deploy 1.2");
    expect(notes()[0]).toContain("Not on a Friday.");
    expect(input().value).toBe("/deploy 1.2");
  });

  it("are the same ones when they are sent again because nothing was heard of them", async () => {
    let answers = 0;
    const { server } = await withCommands(() => (answers++ === 0 ? { type: "error", data: { code: "unavailable", message: "Try again." } } : { type: "chat.command-result", data: {} }));
    await send("/deploy 1.2");
    await press("Enter");
    const [first, second] = server.last.of("chat.command");
    expect(second?.key).toBe(first?.key);
    expect(input().value).toBe("");
    await send("/deploy 1.2");
    expect(server.last.of("chat.command")[2]?.key).not.toBe(first?.key);
  });

  it("are listed by /help", async () => {
    const { server } = await withCommands();
    await send("/help");
    expect(notes()[0]).toContain("/deploy <version>");
    expect(server.last.of("chat.command")).toEqual([]);
  });

  it("are messages behind another slash or a space, and paths always are", async () => {
    const { server } = await withCommands();
    await send("//deploy is how it goes");
    await send(" /deploy is how it goes");
    await send("/etc/hosts");
    expect(server.last.of("chat.send").map(({ text }) => text)).toEqual(["/deploy is how it goes", "/deploy is how it goes", "/etc/hosts"]);
    expect(server.last.of("chat.command")).toEqual([]);
  });

  it("belong to the conversation, and not to its threads", async () => {
    const { server } = await withCommands();
    server.post("r", "bob", "root");
    await does(() => server.post("r", "bob", "in the thread", true, { thread: "m1" }));
    await go("#/room/r/m2");
    const reply = screen.getByLabelText("Reply in the thread");
    const text = "/ping";
    await does(() => fireEvent.change(reply, { target: { value: text, selectionStart: text.length, selectionEnd: text.length } }));
    expect(query("emojiList")).toBeNull();
    await does(() => fireEvent.keyDown(reply, { key: "Enter" }));
    expect((reply as HTMLTextAreaElement).value).toBe("/ping");
    expect(notes()[0]).toContain("Commands don’t work in threads");
    expect(server.last.of("chat.command")).toEqual([]);
  });
});
