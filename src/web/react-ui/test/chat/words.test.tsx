import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pass } from "../../../client/test/harness.ts";
import { EventLine } from "../../src/chat/timeline/EventLine.tsx";
import { all, click, does, get, go, message, page, query, preparePage } from "../stage.tsx";

preparePage();
const photo = { id: "f", name: "photo.zip", type: "application/zip", size: 10, url: "/f" };

describe("a message without words", () => {
  it("is named by its files where it is answered, pinned and listed", async () => {
    const { server } = await page((made) => made.post("r", "bob", "", true, { attachments: [photo] } as never));
    expect(all("roomItem").map((item) => item.textContent).join()).toContain("Bob: photo.zip");
    await go("#/room/r");
    await does(() => fireEvent.focus(message("m1")));
    await does(() => fireEvent.click(within(message("m1")).getByTestId("message-reply")));
    expect(get("composer").textContent).toContain("photo.zip");
    expect(message("m1").getAttribute("aria-label")).toContain("Bob: photo.zip");
    await does(() => server.append("r", "bob", "chat.pinned", { id: "m1", on: true }));
    await click("pinsOpen");
    expect(get("pinItem").textContent).toContain("photo.zip");
  });
});

describe("a mention", () => {
  it("shows the name, in the message and in the list", async () => {
    await page((made) => made.post("r", "bob", "**look** @alice", true, { mentions: ["alice"] }));
    const { nameOf } = await import("../../src/text/names.ts");
    const name = nameOf("alice");
    expect(all("roomItem").map((item) => item.textContent).join()).toContain(`Bob: look @${name}`);
    await go("#/room/r");
    expect(message("m1").querySelector(".mention")?.textContent).toBe(`@${name}`);
  });
});

describe("a link to a room", () => {
  it("offers a channel to who is no member of it, and says where it can't be opened", async () => {
    const { server } = await page((made) => made.addRoom("c", "channel", "bob"));
    await go("#/room/c");
    await act(() => pass(50));
    expect(get("notMember").textContent).toContain("You’re not a member of this channel yet.");
    await click("notMemberJoin");
    expect(server.last.of("chat.join")).toMatchObject([{ room: "c" }]);
    await go("#/room/nowhere");
    await act(() => pass(50));
    expect(get("notMember").textContent).toContain("You can’t open this conversation");
    expect(query("notMemberJoin")).toBeNull();
  });
});

describe("somebody", () => {
  it("is removed only after a question", async () => {
    const { server } = await page((made) => void made.roles.set("r alice", "owner"));
    await go("#/room/r");
    await click("roomMenu");
    await act(() => pass(50));
    await click("memberMenu");
    await click("memberRemove");
    expect(server.last.of("chat.remove")).toEqual([]);
    await click("memberRemoveYes");
    expect(server.last.of("chat.remove")).toMatchObject([{ room: "r", users: ["bob"] }]);
  });

  it("who rings a group says which", async () => {
    const { server } = await page();
    const call = { id: "c", room: "r", host: "bob", media: "audio", state: "ringing", mode: "mesh", startedAt: "", participants: [], ringing: ["alice"] };
    await does(() => server.last.say("call.incoming", { call, from: "bob", expiresAt: new Date(Date.now() + 45_000).toISOString() }));
    expect(get("incomingCall").textContent).toContain("Incoming voice call in r");
  });
});

describe("a file", () => {
  it("that is dropped beside the room doesn't leave the page", async () => {
    await page();
    await act(() => pass(1_000));
    const drop = new Event("drop", { bubbles: true, cancelable: true });
    Object.assign(drop, { dataTransfer: { types: ["Files"], files: [] } });
    fireEvent(get("roomList"), drop);
    expect(drop.defaultPrevented).toBe(true);
  });
});

describe("what failed", () => {
  it("is offered again only where that can help", async () => {
    const { server } = await page();
    await go("#/room/r");
    let code = "too-large";
    server.intercept = (socket, { type, data }) => {
      if (type === "chat.send") socket.say("error", { ref: data.ref, code, message: "no" });
      return type === "chat.send";
    };
    for (const text of ["first", "second"]) {
      await does(() => fireEvent.change(get("composerInput"), { target: { value: text } }));
      await does(() => fireEvent.keyDown(get("composerInput"), { key: "Enter" }));
      code = "forbidden";
    }
    expect([all("messageDiscard").length, all("messageRetry").length]).toEqual([2, 1]);
  });

  it("says that it has a word which isn't allowed, and is not offered again", async () => {
    const { server } = await page();
    await go("#/room/r");
    server.intercept = (socket, { type, data }) => {
      if (type === "chat.send") socket.say("error", { ref: data.ref, code: "forbidden", message: "no", field: "text" });
      return type === "chat.send";
    };
    await does(() => fireEvent.change(get("composerInput"), { target: { value: "bad" } }));
    await does(() => fireEvent.keyDown(get("composerInput"), { key: "Enter" }));
    expect(screen.getByRole("alert").textContent).toContain("That has a word that isn’t allowed here.");
    expect(all("messageRetry")).toEqual([]);
  });
});

describe("the focus", () => {
  it("comes back from a panel that Escape closes, and from a menu", async () => {
    await page((made) => made.post("r", "bob", "hi"));
    await go("#/room/r");
    get("pinsOpen").focus();
    await click("pinsOpen");
    expect(get("pins").contains(document.activeElement)).toBe(true);
    await does(() => fireEvent.keyDown(document.activeElement as Element, { key: "Escape" }));
    expect([query("pins"), document.activeElement]).toEqual([null, get("pinsOpen")]);

    await does(() => message("m1").focus());
    await does(() => fireEvent.click(within(message("m1")).getByTestId("message-menu")));
    await does(() => fireEvent.keyDown(document.activeElement as Element, { key: "Escape" }));
    expect(document.activeElement).toBe(message("m1"));
  });
});

describe("the beginning of a conversation", () => {
  it("says whose it is", async () => {
    await page();
    await go("#/room/d");
    expect(get("timeline").textContent).toContain("This is the beginning of your conversation with Bob.");
  });

  it("says who made a group, and with whom", () => {
    const joined = (seq: number, user: string) => ({ seq, at: "2026-01-01T12:00:00Z", by: "alice", user, role: "member", room: "r" }) as const;
    const line = (others: string[]) => (
      <EventLine kind="group" me="alice" others={others} entry={{ kind: "notice", seq: 1, event: { type: "chat.joined", data: joined(1, "alice") } }} />
    );
    expect(render(line(["carol", "dave"])).container.textContent).toBe("You created the group with carol and dave");
    expect(render(line([])).container.textContent).toBe("You created the group");
  });
});
