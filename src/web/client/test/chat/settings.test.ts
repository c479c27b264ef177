import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../fake-server.ts";
import { harness, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function connected() {
  const server = new FakeServer();
  server.addRoom("r", "group", "alice", "bob");
  const made = harness({ server });
  made.client.connect();
  await settle();
  return { ...made, server, of: () => made.client.settings.of("r") };
}

describe("what I set for a room", () => {
  it("shows at once, is told to the server, and goes by the highest revision", async () => {
    const { server, client, of } = await connected();
    const set = client.settings.set("r", { favourite: true, notify: "nothing" });
    expect(of()).toEqual({ revision: 0, favourite: true, notify: "nothing" });
    await settle();
    await set;
    expect(server.last.of("chat.settings")).toMatchObject([{ room: "r", favourite: true, notify: "nothing" }]);
    server.last.say("chat.settings", { room: "r", settings: { revision: 9, unread: true } });
    server.last.say("chat.settings", { room: "r", settings: { revision: 8, notify: "all" } });
    await settle();
    expect(of()).toEqual({ revision: 9, unread: true });
  });

  it("is taken back where the server refuses it", async () => {
    const { server, client, of } = await connected();
    server.intercept = (socket, { type, data }) => {
      if (type === "chat.settings") socket.say("error", { ref: data.ref, code: "forbidden", message: "No." });
      return type === "chat.settings";
    };
    const refused = client.settings.set("r", { favourite: true }).catch((error: unknown) => (error as { code: string }).code);
    await settle();
    expect([await refused, of()]).toEqual(["forbidden", undefined]);
  });

  it("comes with the list of rooms, and goes when I leave", async () => {
    const { server, client, of } = await connected();
    server.settings.set("r", { revision: 3, hidden: 4 });
    server.crash();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(of()).toEqual({ revision: 3, hidden: 4 });
    server.append("r", "alice", "chat.left", { user: "alice" });
    await settle();
    expect(client.settings.all.get().size).toBe(0);
  });
});
