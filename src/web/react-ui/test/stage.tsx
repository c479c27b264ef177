import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { fakeRtc } from "../../client/test/calls/fake-rtc.ts";
import { FakeServer } from "../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../client/test/harness.ts";
import { Chat } from "../src/chat/Chat.tsx";
import { laterTestIds } from "../src/testids-later.ts";
import { testIds as firstTestIds } from "../src/testids.ts";
import { AtAddress } from "./at-address.tsx";

const testIds = { ...firstTestIds, ...laterTestIds };

/** What jsdom lacks, and a clock that only tests move. */
export function preparePage(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    location.hash = "";
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    vi.stubGlobal("ResizeObserver", class {
      observe() {}
      disconnect() {}
    });
    vi.stubGlobal("CSS", { escape: (text: string) => text });
    HTMLDialogElement.prototype.showModal = function () {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function () {
      this.open = false;
    };
    HTMLMediaElement.prototype.play = () => Promise.resolve();
    HTMLElement.prototype.scrollTo = () => undefined;
    HTMLElement.prototype.scrollIntoView = () => undefined;
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    localStorage.clear();
  });
}

/** Alice's page: a group "r" and a direct chat "d", both with bob; `before` changes what the server has. */
export async function page(before: (server: FakeServer) => void = () => undefined) {
  const server = new FakeServer();
  server.names.set("bob", "Bob");
  server.addRoom("r", "group", "alice", "bob");
  server.addRoom("d", "direct", "alice", "bob");
  before(server);
  const made = harness({ server, rtc: fakeRtc() });
  made.client.connect();
  await settle();
  const onSignOut = vi.fn();
  render(
    <AtAddress client={made.client}>
      <Chat onSignOut={onSignOut} />
    </AtAddress>,
  );
  await act(() => pass(100));
  return { ...made, onSignOut };
}

export async function go(hash: string): Promise<void> {
  await act(async () => {
    location.hash = hash;
    // jsdom tells of a new hash in a task of its own.
    await pass(10);
  });
  await act(() => pass(100));
}

export async function does(action: () => unknown): Promise<void> {
  await act(async () => {
    action();
    await settle();
  });
}

export const get = (id: keyof typeof testIds) => screen.getByTestId(testIds[id]);
export const query = (id: keyof typeof testIds) => screen.queryByTestId(testIds[id]);
export const all = (id: keyof typeof testIds) => screen.queryAllByTestId(testIds[id]);
export const click = (id: keyof typeof testIds) => does(() => fireEvent.click(get(id)));

export function message(id: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-id="${id}"]`);
  if (!found) throw new Error(`no message ${id}`);
  return found;
}
