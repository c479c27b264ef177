import { ClientProvider } from "@akkarealtime/react";
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeServer } from "../../../client/test/fake-server.ts";
import { harness, pass, settle } from "../../../client/test/harness.ts";
import { HostContext } from "../../src/host-context.ts";

const shown: string[] = [];

class FakeNotification {
  static permission = "granted";
  onclick: (() => void) | null = null;
  onclose: (() => void) | null = null;
  constructor(title: string, { body }: { body: string }) {
    shown.push(`${title}: ${body}`);
  }
  close() {}
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal("Notification", FakeNotification);
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("after sleep there is one notification for each room that was missed, and one for each mention", async () => {
  // What the browser allows is looked at when the module is loaded.
  const { Notifier } = await import("../../src/notifications/Notifier.tsx");
  const server = new FakeServer();
  server.addRoom("d", "direct", "alice", "bob");
  server.addRoom("team", "group", "alice", "bob");
  const { client } = harness({ server });
  client.connect();
  await settle();
  client.rooms.open("d");
  render(
    <ClientProvider client={client}>
      <HostContext value={{}}>
        <Notifier />
      </HostContext>
    </ClientProvider>,
  );
  server.crash();
  for (let i = 1; i <= 300; i++) server.post("d", "bob", `${i}`);
  for (const text of ["you?", "and you?"]) {
    server.post("team", "bob", "something else");
    server.append("team", "bob", "chat.message", { id: text, key: text, text, mentions: ["alice"] });
  }
  await act(() => pass(5_000));
  expect(shown.sort()).toEqual(["bob in team: and you?", "bob in team: you?", "bob: 300 new messages: 300"]);
});

it("nobody hears of a mention by somebody whom they have blocked", async () => {
  const { Notifier } = await import("../../src/notifications/Notifier.tsx");
  shown.length = 0;
  const server = new FakeServer();
  server.addRoom("team", "group", "alice", "bob", "mallory");
  server.answers.set("people.blocks", () => ({ type: "people.blocks", data: { people: [{ user: "mallory", name: "Mallory", at: "1970-01-01T00:00:00.000Z" }], more: false } }));
  const { client } = harness({ server });
  client.connect();
  await settle();
  render(
    <ClientProvider client={client}>
      <HostContext value={{}}>
        <Notifier />
      </HostContext>
    </ClientProvider>,
  );
  await act(() => pass(1_000));
  for (const by of ["mallory", "bob"]) server.append("team", by, "chat.message", { id: by, key: by, text: `hey, from ${by}`, mentions: ["alice"] });
  await act(() => pass(5_000));
  expect(shown).toEqual(["bob in team: hey, from bob"]);
});
