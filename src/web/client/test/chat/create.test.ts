import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRoom } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const room = { kind: "group", name: "Trip" } as const;

async function connected(refuse: (tries: number) => string | null) {
  const server = new FakeServer();
  const keys: unknown[] = [];
  server.intercept = (socket, { type, data }) => {
    if (type !== "chat.create") return false;
    keys.push(data["key"]);
    const code = refuse(keys.length);
    if (code === "lost") socket.end(1006);
    else if (code) socket.say("error", { ref: data["ref"], code, message: "not now", retryAfterMs: 500 });
    else socket.say("chat.room", { ref: data["ref"], room: server.roomFor("alice", server.addRoom("r", "group", "alice")) });
    return true;
  };
  const { client } = harness({ server });
  client.connect();
  await settle();
  return { connection: client.connection, keys };
}

describe("making a room", () => {
  it.each(["unavailable", "busy", "lost"])("is asked again with the same key where the answer is %s", async (code) => {
    const { connection, keys } = await connected((tries) => (tries === 1 ? code : null));
    const made = createRoom(connection, room);
    await pass(30_000);
    expect((await made).id).toBe("r");
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it("is refused for good at once, and after three tries what passes, to go on with the same key", async () => {
    const { connection, keys } = await connected((tries) => (tries === 1 ? "forbidden" : tries < 5 ? "unavailable" : null));
    await expect(createRoom(connection, room, { key: "k1" })).rejects.toMatchObject({ code: "forbidden" });
    const failed = expect(createRoom(connection, room, { key: "k1" })).rejects.toMatchObject({ code: "unavailable" });
    await pass(30_000);
    await failed;
    expect((await createRoom(connection, room, { key: "k1" })).id).toBe("r");
    expect(keys).toEqual(["k1", "k1", "k1", "k1", "k1"]);
  });
});
