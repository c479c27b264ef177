import type { OwnLogEvent } from "@akkarealtime/client";
import { act, fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../../client/test/harness.ts";
import { Chat } from "../../src/chat/Chat.tsx";
import { idle } from "../../src/components/later.ts";
import { Dialog, openRoom, RealtimeUi, type EventViewProps, type Extensions } from "../../src/index.ts";
import { all, click, does, get, preparePage, query } from "../stage.tsx";

preparePage();
beforeEach(() => idle.set(true));
afterEach(() => act(() => openRoom(null)));

interface Opened extends OwnLogEvent {
  readonly question: string;
}

const extensions: Extensions = {
  events: {
    "poll.opened": () =>
      Promise.resolve({
        View: ({ event, room }: EventViewProps<Opened>) => {
          if (event.question === "break") throw new Error("a view that fails");
          return (
            <p>
              {event.question} in {room.id}
            </p>
          );
        },
        text: ({ question }: Opened) => `asks ${question}`,
      }),
  },
  composer: [
    () =>
      Promise.resolve({
        label: () => "Ask",
        Icon: () => <svg />,
        Dialog: ({ room, onClose }: { room: string; onClose: () => void }) => (
          <Dialog title="Ask" testId="asking" onClose={onClose}>
            {room}
          </Dialog>
        ),
        command: "poll",
      }),
  ],
};

/** Alice's page with group "r", of an app with polls; the server has the command only where `command` says so. */
async function page(before: (server: FakeServer) => void = () => undefined, command = "poll") {
  const server = new FakeServer();
  server.names.set("bob", "Bob");
  server.addRoom("r", "group", "alice", "bob");
  server.answers.set("chat.commands", (_, { room }) => ({ type: "chat.commands", data: { room, commands: command === "" ? [] : [{ name: command, description: "Asks" }] } }));
  before(server);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const made = harness({ server });
  made.client.connect();
  await settle();
  render(
    <RealtimeUi client={made.client} extensions={extensions}>
      <Chat />
    </RealtimeUi>,
  );
  await act(() => pass(100));
  await act(async () => {
    openRoom("r");
    await pass(100);
  });
  return made;
}

const asks = (server: FakeServer, question: string, by = "bob") => does(() => server.appendOwn("r", by, "poll.opened", { question, unread: true }));
const input = () => get("composerInput") as HTMLTextAreaElement;

async function send(text: string) {
  await does(() => fireEvent.change(input(), { target: { value: text, selectionStart: text.length, selectionEnd: text.length } }));
  await does(() => fireEvent.keyDown(input(), { key: "Enter" }));
}

describe("an app's own events", () => {
  it("stand in the timeline from before and as they come, with author and time, and others don't", async () => {
    const { server } = await page((server) => {
      server.post("r", "bob", "first");
      server.appendOwn("r", "bob", "poll.opened", { question: "Tea?" });
      server.appendOwn("r", "bob", "poll.voted", { question: "not this" });
      server.post("r", "bob", "last");
    });
    expect(get("timeline").textContent).toMatch(/first.*Tea\? in r.*last/);
    expect(get("timeline").textContent).not.toContain("not this");
    await asks(server, "Coffee?");
    const [tea, coffee] = all("ownEvent");
    expect(coffee?.textContent).toContain("Coffee? in r");
    expect(tea?.getAttribute("aria-label")).toMatch(/^Bob: asks Tea\?, \d/);
    expect(tea?.querySelector("time")).not.toBeNull();
  });

  it("are read aloud when they come, and mine are not", async () => {
    const { server } = await page();
    const log = () => document.querySelector("[role=log]")?.textContent;
    await asks(server, "Mine?", "alice");
    expect(log()).toBe("");
    await asks(server, "Tea?");
    expect(log()).toBe("Bob: asks Tea?");
    await does(() => server.post("r", "bob", "and so on"));
    expect(log()).toBe("Bob: and so on");
  });

  it("fail alone", async () => {
    const { server } = await page();
    await asks(server, "break");
    await asks(server, "Tea?");
    expect(all("broken")).toHaveLength(1);
    expect(all("ownEvent").map(({ textContent }) => textContent)).toEqual([expect.stringContaining("Tea?")]);
    await does(() => server.post("r", "bob", "after it"));
    expect(get("timeline").textContent).toContain("after it");
  });

  it("are reached by the arrow keys, as messages are", async () => {
    const { server } = await page((server) => server.post("r", "bob", "first"));
    await asks(server, "Tea?");
    await does(() => server.post("r", "bob", "last"));
    const [message] = all("message").slice(-1);
    act(() => message?.focus());
    fireEvent.keyDown(message as HTMLElement, { key: "ArrowUp" });
    await act(() => pass(10));
    expect(document.activeElement).toBe(get("ownEvent"));
    fireEvent.keyDown(get("ownEvent"), { key: "ArrowUp" });
    await act(() => pass(10));
    expect(document.activeElement?.textContent).toContain("first");
  });

  it("go when their author is erased", async () => {
    const { server } = await page();
    await asks(server, "Tea?");
    await does(() => server.append("r", "bob", "chat.erased", { user: "bob" }));
    expect(query("ownEvent")).toBeNull();
  });
});

describe("an app's buttons in the composer", () => {
  it("open its dialogs, in their room", async () => {
    await page();
    expect(get("composerTool").getAttribute("aria-label")).toBe("Ask");
    await click("composerTool");
    expect(document.querySelector("[data-testid=asking]")?.textContent).toContain("r");
    await does(() => fireEvent.click(document.querySelector("[data-testid=asking] button") as HTMLElement));
    expect(document.querySelector("[data-testid=asking]")).toBeNull();
  });

  it("are there only where the server offers their command", async () => {
    const { server } = await page(undefined, "deploy");
    expect(query("composerTool")).toBeNull();
    server.answers.set("chat.command", () => ({ type: "error", data: { code: "not-found", message: "There is no command /poll.", field: "name" } }));
    await send("/poll");
    expect(document.querySelector("[data-testid=asking]")).toBeNull();
    expect(server.last.of("chat.command")).toHaveLength(1);
  });

  it("are opened by their command as well, where nothing stands behind it", async () => {
    const { server } = await page();
    server.answers.set("chat.command", () => ({ type: "chat.command-result", data: {} }));
    await send("/poll Tea? | Yes | No");
    expect(document.querySelector("[data-testid=asking]")).toBeNull();
    await send("/poll");
    expect(document.querySelector("[data-testid=asking]")).not.toBeNull();
    expect(input().value).toBe("");
    expect(server.last.of("chat.command")).toHaveLength(1);
  });
});
