import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call } from "../../src/index.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle, type HarnessOptions } from "../harness.ts";

const start = Date.parse("2026-11-29T12:00:00Z");
beforeEach(() => vi.useFakeTimers({ now: start }));
afterEach(() => vi.useRealTimers());

async function connected(options: HarnessOptions = {}) {
  const server = options.server ?? new FakeServer();
  if (server.rooms.size === 0) {
    server.names.set("zoe", "Zoe");
    server.addRoom("d", "direct", "alice", "zoe");
    server.addRoom("g", "group", "alice", "zoe");
  }
  const made = harness({ ...options, server });
  made.client.connect();
  await settle();
  return made;
}

function callWith(name: string): Call {
  return {
    id: "c1",
    room: "g",
    host: "zoe",
    media: "audio",
    state: "ringing",
    mode: "mesh",
    startedAt: new Date(start).toISOString(),
    participants: [{ participant: "zoe/phone", user: "zoe", name, media: { audio: true, video: false, screen: false } }],
    ringing: ["alice"],
  };
}

describe("somebody who is renamed", () => {
  it("has the new name at once, in the list of rooms and among the members as well", async () => {
    const { server, client } = await connected();
    client.members.load("g");
    await settle();
    const changes = client.people.changes.get();
    server.rename("zoe", "Zoë");
    await settle();
    expect(client.people.nameOf("zoe")).toBe("Zoë");
    expect(client.people.changes.get()).toBe(changes + 1);
    expect(client.rooms.list.get().find(({ id }) => id === "d")?.name).toBe("Zoë");
    expect(client.rooms.room("d")?.get().room.name).toBe("Zoë");
    expect(client.members.of("g").get().members.find(({ user }) => user === "zoe")?.name).toBe("Zoë");
  });

  it("has it after a reconnect where the word of it was lost", async () => {
    const { server, client } = await met();
    await pass(120_000);
    server.rename("zoe", "Zoë", false);
    server.crash();
    await pass(1_000);
    expect(client.people.nameOf("zoe")).toBe("Zoë");
  });

  it("has it where they were renamed while no page was open, though the old name was kept", async () => {
    const { server, client, storage } = await met();
    client.close();
    await pass(3_600_000);
    server.rename("zoe", "Zoë");
    const next = harness({ server, storage });
    expect(next.client.people.nameOf("zoe")).toBe("Zoe");
    next.client.connect();
    await settle();
    expect(next.client.people.nameOf("zoe")).toBe("Zoë");
  });

  it("is shown by id again when the name goes", async () => {
    const { server, client } = await connected();
    server.rename("zoe", "zoe");
    await settle();
    expect(client.people.nameOf("zoe")).toBe("zoe");
  });

  it("keeps it where a call knows them by the name with which they came in", async () => {
    const { server, client } = await connected();
    server.rename("zoe", "Zoë");
    await settle();
    server.last.say("call.incoming", { call: callWith("Zoe"), from: "zoe/phone", expiresAt: new Date(start + 45_000).toISOString() });
    await settle();
    expect(client.people.nameOf("zoe")).toBe("Zoë");
  });

  it("is asked for once in a session, from where the last one ended, page by page", async () => {
    const { server } = await connected();
    expect(server.last.of("people.sync")).toEqual([]);
    await pass(120_000);
    let pages = 0;
    server.answers.set("people.sync", () => {
      pages++;
      const people = [{ user: `u${pages}`, name: `U ${pages}` }];
      return { type: "people.synced", data: { people, more: pages === 1, ...(pages === 1 && { upTo: "2026-11-29T12:01:00.000Z" }) } };
    });
    server.crash();
    await pass(1_000);
    expect(server.last.of("people.sync").map(({ since }) => since)).toEqual(["2026-11-29T11:59:00.000Z", "2026-11-29T12:01:00.000Z"]);
    server.crash();
    await pass(3_000);
    expect(server.last.of("people.sync").map(({ since }) => since)).toEqual([expect.stringMatching(/^2026-11-29T12:01:0/)]);
  });

  it("is asked for again when the server could not say", async () => {
    const { server, client } = await met();
    server.answers.set("people.sync", () => ({ type: "error", data: { code: "unavailable", message: "", retryAfterMs: 1_000 } }));
    server.rename("zoe", "Zoë", false);
    server.crash();
    await pass(1_000);
    expect(client.people.nameOf("zoe")).toBe("Zoe");
    server.answers.delete("people.sync");
    await pass(2_000);
    expect(server.last.of("people.sync").length).toBeGreaterThan(1);
    expect(client.people.nameOf("zoe")).toBe("Zoë");
  });

  it("is not taken by a name that an earlier version kept, of whatever age", async () => {
    const { storage } = harness();
    storage.setItem("akkarealtime.people.alice", JSON.stringify([["zoe", "Zoe"]]));
    const { server, client } = await connected({ server: groupOnly("Zoë"), storage });
    server.post("g", "zoe", "hello");
    await pass(1_000);
    expect(client.people.nameOf("zoe")).toBe("Zoë");
  });
});

/** Zoe is known from a group alone, and her name is kept. */
async function met() {
  const made = await connected({ server: groupOnly() });
  made.server.last.say("chat.typing", { room: "g", user: "zoe", on: true });
  await pass(2_000);
  expect(made.client.people.nameOf("zoe")).toBe("Zoe");
  return made;
}

function groupOnly(name = "Zoe"): FakeServer {
  const server = new FakeServer();
  server.names.set("zoe", name);
  server.addRoom("g", "group", "alice", "zoe");
  return server;
}
