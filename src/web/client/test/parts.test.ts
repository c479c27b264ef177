import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect as chat, members, people, Rooms, typing } from "../src/chat/index.ts";
import { laterOutbox } from "../src/chat/later-outbox.ts";
import { connect as calls } from "../src/calls/index.ts";
import { connect as filesOnly, files } from "../src/files/index.ts";
import { Client, connect, httpOrigin, httpUrl, memoryOutbox, memoryStorage, socketUrl, type Outgoing } from "../src/index.ts";
import { presence } from "../src/status/index.ts";
import { FakeServer } from "./fake-server.ts";
import { pass, settle } from "./harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

/** What these tests run in has no window, no document and no page: as Node and workers. */
function options() {
  const server = new FakeServer();
  return { server, given: { server: "https://example.com/rt", user: "alice", token: "alice.token", createSocket: server.dial, log: () => undefined } };
}

describe("a client without a page", () => {
  it("connects to the server that is named, and needs nothing else", async () => {
    const { server, given } = options();
    const client = connect(given);
    await settle();
    expect(server.last.url).toBe(`wss://example.com/rt/ws/ws?device=${client.device}`);
    expect(client.connection.isReady).toBe(true);
    expect(client.http).toBe("https://example.com/rt");
    client.close();
  });

  it("says what is missing where no server is named", () => {
    expect(() => new Client({ user: "alice", token: "t" })).toThrow("No page says where the server is: pass `server`");
  });

  it("keeps its device where it is told to keep things", () => {
    const { given } = options();
    const storage = memoryStorage();
    const [first, second] = [new Client({ ...given, storage }), new Client({ ...given, storage })];
    expect(second.device).toBe(first.device);
  });

  it("stays closed when a token that never changes is refused", async () => {
    const { server, given } = options();
    const client = connect(given);
    await settle();
    server.last.end(4401);
    await pass(1_000);
    expect(client.connection.snapshot.get()).toMatchObject({ state: "closed", closeCode: 4401 });
  });
});

describe("where a server is", () => {
  it("is honoured with a path of a proxy and a path of the server's own", () => {
    expect(socketUrl("example.com/rt/", undefined, "/live")).toBe("wss://example.com/rt/live");
    expect(socketUrl("http://localhost:5000/rt")).toBe("ws://localhost:5000/rt/ws/ws");
    expect(httpUrl("example.com/rt")).toBe("https://example.com/rt");
    expect(httpOrigin("wss://example.com/rt/ws/ws")).toBe("https://example.com/rt");
    expect(httpOrigin("wss://example.com/rt/live", "/live")).toBe("https://example.com/rt");
    expect(httpOrigin("wss://example.com/live")).toBe("https://example.com");
  });

  it("is where the socket, and files, are asked for", async () => {
    const { server, given } = options();
    const client = filesOnly({ ...given, path: "/live", upload: ({ url }) => Promise.resolve({ status: 201, body: JSON.stringify({ id: url }) }) });
    await settle();
    expect(server.last.url).toMatch(/^wss:\/\/example\.com\/rt\/live\?/);
    expect(await client.files.upload("r1", new File(["x"], "a.txt"))).toEqual({ id: "https://example.com/rt/api/v1/rooms/r1/files?name=a.txt" });
    client.close();
  });
});

describe("parts of a client", () => {
  it("are what is named, and nothing more", async () => {
    const { given } = options();
    const client = chat({ ...given, outbox: memoryOutbox(), rooms: (of) => new Rooms(of), parts: { members, people, typing, presence, files } });
    await settle();
    expect(client.rooms.previews.get()).toEqual([]);
    expect(Object.keys(client)).toEqual(expect.arrayContaining(["rooms", "outbox", "members", "people", "typing", "presence", "files"]));
    expect(client).not.toHaveProperty("calls");
    client.close();
  });

  it("share one connection", async () => {
    const { server, given } = options();
    const client = calls({ ...given, parts: { presence } });
    await settle();
    expect(server.sockets).toHaveLength(1);
    expect(client.calls.state.get().incoming).toEqual([]);
    client.close();
    expect(client.connection.snapshot.get().state).toBe("closed");
  });
});

describe("a store whose code comes later", () => {
  const item: Outgoing = { key: "k", room: "r1", text: "hello", at: "", order: 1, state: "queued" };

  it("is told what was put before it came, in order", async () => {
    const told: string[] = [];
    const store = { open: () => Promise.resolve(), put: ({ key }: Outgoing) => void told.push(`put ${key}`), remove: (key: string) => void told.push(`remove ${key}`), close: () => void told.push("close") };
    let come: () => void = () => undefined;
    const later = laterOutbox(() => new Promise((resolve) => (come = () => resolve(store))));
    later.put(item);
    later.remove("k");
    later.close();
    await settle();
    expect(told).toEqual([]);
    come();
    await settle();
    expect(told).toEqual(["put k", "remove k", "close"]);
  });

  it("holds nothing back where it doesn't come", async () => {
    const later = laterOutbox(() => Promise.reject(new Error("no network")));
    later.put(item);
    await later.open(() => undefined);
    later.close();
  });
});
