import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fakeRtc } from "../../../client/test/calls/fake-rtc.ts";
import { FakeServer } from "../../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../../client/test/harness.ts";
import { Chat } from "../../src/chat/Chat.tsx";
import { testIds } from "../../src/testids.ts";
import { preparePage } from "../stage.tsx";
import { AtAddress } from "../at-address.tsx";

preparePage();

/** Alice's page with a group open in which bob has said "1", "2", … as m1, m2, … */
async function page(count: number) {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  for (let i = 1; i <= count; i++) server.post("r", "bob", `${i}`);
  const made = harness({ server, rtc: fakeRtc() });
  made.client.connect();
  await settle();
  render(
    <AtAddress client={made.client}>
      <Chat name="AkkaRealtime" onSignOut={() => undefined} />
    </AtAddress>,
  );
  await go("#/room/r");
  return made;
}

async function go(hash: string) {
  await act(async () => {
    location.hash = hash;
    // jsdom tells of a new hash in a task of its own.
    await pass(10);
  });
  await act(() => pass(100));
}

async function does(action: () => void) {
  await act(async () => {
    action();
    await settle();
  });
}

const get = (id: keyof typeof testIds) => screen.getByTestId(testIds[id]);
const message = (id: string) => {
  const found = document.querySelector<HTMLElement>(`[data-id="${id}"]`);
  if (!found) throw new Error(`no message ${id}`);
  return found;
};
const textOf = (id: string) => within(message(id)).getByTestId(testIds.messageText).textContent;

/** The pointer comes to a message, and one of the buttons beside it is pressed. */
async function press(id: string, button: string) {
  await does(() => fireEvent.focus(message(id)));
  await does(() => fireEvent.click(within(message(id)).getByTestId(button)));
}

describe("a message", () => {
  it("is edited where it stands: Escape leaves it, Enter saves it, and a refusal takes it back", async () => {
    const { server } = await page(2);
    await does(() => server.post("r", "alice", "mine"));
    fireEvent.keyDown(get("composerInput"), { key: "ArrowUp" });
    fireEvent.change(get("editInput"), { target: { value: "other" } });
    await does(() => fireEvent.keyDown(get("editInput"), { key: "Escape" }));
    expect([textOf("m3"), screen.queryByTestId(testIds.editInput)]).toEqual(["mine", null]);
    fireEvent.keyDown(get("composerInput"), { key: "ArrowUp" });
    expect(get("editInput")).toHaveProperty("value", "mine");
    fireEvent.change(get("editInput"), { target: { value: "changed" } });
    await does(() => fireEvent.keyDown(get("editInput"), { key: "Enter" }));
    expect([textOf("m3"), get("messageEdited").textContent]).toEqual(["changed", "(edited)"]);
    server.intercept = (socket, { type, data }) => {
      if (type !== "chat.edit") return false;
      socket.say("error", { ref: data.ref, code: "forbidden", message: "no" });
      return true;
    };
    fireEvent.keyDown(get("composerInput"), { key: "ArrowUp" });
    fireEvent.change(get("editInput"), { target: { value: "refused" } });
    await does(() => fireEvent.keyDown(get("editInput"), { key: "Enter" }));
    expect(textOf("m3")).toBe("changed");
  });

  it("is deleted in a moment, which can be taken back, and only what one may is offered", async () => {
    const { server } = await page(1);
    await does(() => server.post("r", "alice", "mine"));
    await does(() => fireEvent.focus(message("m1")));
    expect(within(message("m1")).queryByTestId(testIds.messageDelete)).toBeNull();
    expect(within(message("m1")).queryByTestId(testIds.messageEdit)).toBeNull();
    await press("m2", testIds.messageDelete);
    expect([textOf("m2"), server.last.of("chat.delete")]).toEqual(["Message deleted", []]);
    await does(() => fireEvent.click(get("messageUndo")));
    await act(() => pass(10_000));
    expect([textOf("m2"), server.last.of("chat.delete")]).toEqual(["mine", []]);

    await press("m2", testIds.messageDelete);
    await act(() => pass(10_000));
    expect([textOf("m2"), screen.queryByTestId(testIds.messageUndo)]).toEqual(["Message deleted", null]);
    expect(server.last.of("chat.delete")).toMatchObject([{ room: "r", id: "m2" }]);

    // Who leaves the page has no more use for that moment.
    await does(() => server.post("r", "alice", "and this"));
    const { id = "" } = screen.getAllByTestId(testIds.message).at(-1)?.dataset ?? {};
    await press(id, testIds.messageDelete);
    await does(() => fireEvent(window, new Event("pagehide")));
    expect(server.last.of("chat.delete")).toMatchObject([{ id: "m2" }, { id }]);
  });

  it("is reacted to with the picker and its keys, and says who did", async () => {
    const { server } = await page(1);
    await press("m1", testIds.messageReact);
    fireEvent.change(get("emojiFilter"), { target: { value: "rocket" } });
    await does(() => fireEvent.keyDown(get("emojiFilter"), { key: "Enter" }));
    await does(() => server.append("r", "bob", "chat.reacted", { id: "m1", emoji: "🚀", on: true }));
    expect(get("messageReaction").getAttribute("aria-label")).toBe("🚀 2: you and bob");
    await does(() => fireEvent.click(get("messageReaction")));
    expect(get("messageReaction").getAttribute("aria-label")).toBe("🚀 1: bob");
  });

  it("answers another one, also one that is not loaded, and leads to it", async () => {
    const { server } = await page(120);
    await does(() => server.post("r", "bob", "an answer", true, { replyTo: "m20" }));
    await act(() => pass(50));
    expect(get("messageQuote").textContent).toBe("bob20");
    await does(() => fireEvent.click(get("messageQuote")));
    await act(() => pass(50));
    expect(message("m20").dataset.found).toBe("true");
  });
});

describe("a jump", () => {
  it("by the address loads what lies around the message, into a thread as well", async () => {
    const { server } = await page(300);
    await does(() => server.post("r", "bob", "in the thread", true, { thread: "m7" }));
    await go("#/room/r/m30");
    expect(message("m30").dataset.found).toBe("true");
    await go("#/room/r/m301");
    const thread = get("thread");
    expect(thread.dataset.root).toBe("m7");
    expect(within(thread).getAllByTestId(testIds.messageText).map((text) => text.textContent)).toEqual(["7", "in the thread"]);
    expect(message("m7").dataset.found).toBe("true");
  });

  it("to nothing says so and stays", async () => {
    await page(3);
    await go("#/room/r/nothing");
    expect(message("m3")).toBeTruthy();
    expect(location.hash).toBe("#/room/r");
  });

  it("leads to the first unread, further back than what is loaded", async () => {
    await page(400);
    expect(get("newBar").textContent).toContain("400 new messages");
    await does(() => fireEvent.click(get("jumpToNew")));
    await act(() => pass(50));
    expect(get("newDivider")).toBeTruthy();
    expect(message("m1")).toBeTruthy();
    expect(screen.queryByTestId(testIds.newBar)).toBeNull();
  });
});

describe("beside the messages", () => {
  it("stands what is pinned, and goes when it is unpinned", async () => {
    const { server } = await page(5);
    await does(() => fireEvent.click(get("pinsOpen")));
    await press("m2", testIds.messagePin);
    expect(get("pinItem").dataset.id).toBe("m2");
    await does(() => server.append("r", "bob", "chat.pinned", { id: "m2", on: false }));
    expect(screen.queryByTestId(testIds.pinItem)).toBeNull();
  });
});
