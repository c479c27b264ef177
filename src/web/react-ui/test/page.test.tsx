import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeRtc } from "../../client/test/calls/fake-rtc.ts";
import { FakeServer } from "../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../client/test/harness.ts";
import { Chat } from "../src/chat/Chat.tsx";
import { testIds } from "../src/testids.ts";
import { AtAddress } from "./at-address.tsx";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  location.hash = "";
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  vi.stubGlobal("ResizeObserver", class {
    observe() {}
    disconnect() {}
  });
  vi.stubGlobal("AudioContext", class {
    state = "running";
    constructor() {
      throw new Error("no sound here");
    }
  });
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  HTMLMediaElement.prototype.play = () => Promise.resolve();
  HTMLElement.prototype.scrollTo = () => undefined;
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function page() {
  const server = new FakeServer();
  server.names.set("bob", "Bob");
  server.addRoom("r", "direct", "alice", "bob");
  const made = harness({ server, rtc: fakeRtc() });
  made.client.connect();
  await settle();
  render(
    <AtAddress client={made.client}>
      <Chat name="AkkaRealtime" onSignOut={() => undefined} />
    </AtAddress>,
  );
  return made;
}

const get = (id: keyof typeof testIds) => screen.getByTestId(testIds[id]);
const messages = () => screen.queryAllByTestId(testIds.message);

async function open() {
  await act(async () => {
    fireEvent.click(get("roomItem"));
    // jsdom tells of a new hash in a task of its own.
    await pass(10);
  });
  await act(() => pass(100));
}

async function type(text: string) {
  fireEvent.change(get("composerInput"), { target: { value: text } });
  await act(async () => {
    fireEvent.keyDown(get("composerInput"), { key: "Enter" });
    await settle();
  });
}

describe("the page", () => {
  it("sends with Enter, breaks the line with Shift+Enter, and shows how far the message has come", async () => {
    const { server } = await page();
    await open();
    fireEvent.change(get("composerInput"), { target: { value: "hello" } });
    fireEvent.keyDown(get("composerInput"), { key: "Enter", shiftKey: true });
    expect(messages()).toEqual([]);
    await type("hello");
    const [message] = messages();
    expect(message?.dataset).toMatchObject({ seq: "1", state: "sent", own: "true" });
    const before = message;
    await act(async () => {
      server.last.say("chat.receipt", { room: "r", user: "bob", read: 1, delivered: 1 });
      await settle();
    });
    expect(messages()[0]).toBe(before);
    expect(messages()[0]?.dataset.state).toBe("read");
    expect(get("composerInput")).toHaveProperty("value", "");
  });

  it("shows what is typed while there is no connection, counts down, and delivers it afterwards in the same element", async () => {
    const { server } = await page();
    await open();
    server.onDial = "refuse";
    act(() => server.crash());
    await act(() => pass(650));
    expect(get("connectionBanner").textContent).toContain("Trying again in 1 s");
    await type("in the tunnel");
    const [waiting] = messages();
    expect(waiting?.dataset.state).toBe("queued");
    server.onDial = "accept";
    await act(async () => {
      fireEvent.click(get("connectionRetry"));
      await settle();
    });
    expect(screen.queryByTestId(testIds.connectionBanner)).toBeNull();
    expect(messages()[0]).toBe(waiting);
    expect(messages()[0]?.dataset).toMatchObject({ state: "sent", seq: "1" });
  });

  it("shows a message as text, whatever it contains", async () => {
    const { server } = await page();
    await open();
    await act(async () => {
      server.post("r", "bob", '<img src=x onerror="alert(1)"> https://example.org/');
      await settle();
    });
    const text = get("messageText");
    expect(text.textContent).toBe('<img src=x onerror="alert(1)"> https://example.org/');
    expect(text.querySelector("img")).toBeNull();
    expect(text.querySelector("a")?.rel).toContain("noopener");
  });

  it("reads what is open, and counts what isn't", async () => {
    const { server } = await page();
    await act(async () => {
      server.post("r", "bob", "psst");
      await settle();
    });
    expect(get("roomUnread").textContent).toBe("1");
    expect(document.title).toContain("(1)");
    await open();
    expect(screen.queryByTestId(testIds.roomUnread)).toBeNull();
    await act(() => pass(300));
    expect(server.last.of("chat.read")).toMatchObject([{ room: "r", seq: 1 }]);
  });

  it("announces a call, and stops at once when it was answered elsewhere", async () => {
    const { server } = await page();
    const call = { id: "c", room: "r", host: "bob", media: "video", state: "ringing", mode: "mesh", startedAt: "", participants: [], ringing: ["alice"] };
    const ring = () =>
      act(async () => {
        server.last.say("call.incoming", { call, from: "bob", expiresAt: new Date(Date.now() + 45_000).toISOString() });
        await settle();
      });
    await ring();
    expect(within(get("incomingCall")).getByTestId(testIds.incomingCaller).textContent).toBe("Bob");
    expect(document.title).toContain("Bob is calling");
    await act(async () => {
      server.last.say("call.answered-elsewhere", { callId: "c", by: "alice/phone" });
      await settle();
    });
    expect(screen.queryByTestId(testIds.incomingCall)).toBeNull();
    await ring();
    await act(async () => {
      fireEvent.click(get("declineCall"));
      await settle();
    });
    expect(screen.queryByTestId(testIds.incomingCall)).toBeNull();
    expect(server.last.of("call.decline")).toMatchObject([{ callId: "c" }]);
  });

  it("starts a call, says that it rings, and what became of it", async () => {
    const { server } = await page();
    await open();
    await act(async () => {
      fireEvent.click(get("startVideo"));
      await settle();
    });
    const { callId } = { callId: get("call").dataset.call };
    await act(async () => {
      server.last.say("call.ringing", { callId, user: "bob" });
      await settle();
    });
    expect(get("callPhase").textContent).toBe("Ringing…");
    await act(async () => {
      server.last.say("call.ended", { callId, reason: "declined", durationMs: 0 });
      await settle();
    });
    expect(get("callPhase").textContent).toBe("Declined");
    await act(() => pass(4_000));
    expect(screen.queryByTestId(testIds.call)).toBeNull();
  });

  it("shows a missed call in the room", async () => {
    const { server } = await page();
    await open();
    await act(async () => {
      server.append("r", "bob", "chat.call", { callId: "c", outcome: "timeout", durationMs: 0, media: "audio" });
      await settle();
    });
    expect(get("callEntry").textContent).toContain("Missed voice call");
  });
});
