import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SocketLike } from "../../src/connection/environment.ts";
import "../../src/connection/stream-socket.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";
import { FakeStreams } from "./fake-streams.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A network whose proxy refuses upgrades, and one that lets them through where `isOpen`. */
function blockedNetwork(options: Parameters<typeof harness>[0] = {}) {
  const server = new FakeServer();
  const streams = new FakeStreams(server);
  vi.stubGlobal("fetch", streams.fetch);
  const network = { isOpen: false, upgrades: 0 };
  const createSocket = (url: string, protocols: string[]): SocketLike => {
    network.upgrades++;
    if (network.isOpen) return server.dial(url, protocols);
    const socket: SocketLike = { onopen: null, onmessage: null, onclose: null, send: () => undefined, close: () => undefined };
    setTimeout(() => socket.onclose?.({ code: 1006, reason: "" }));
    return socket;
  };
  const made = harness({ server, createSocket, transport: "auto", ...options });
  const snapshot = () => made.client.connection.snapshot.get();
  return { ...made, server, streams, network, snapshot };
}

/** Connected, by HTTP. */
async function overHttp(options?: Parameters<typeof harness>[0]) {
  const made = blockedNetwork(options);
  made.client.connect();
  await pass(2_000);
  await settle();
  return made;
}

describe("where a proxy refuses upgrades", () => {
  it("connects over HTTP after the second refusal, and says so", async () => {
    const { client, state, snapshot, streams, network, logged } = blockedNetwork();
    client.connect();
    await pass(1);
    expect([state(), network.upgrades, streams.opened.length]).toEqual(["waiting", 1, 0]);
    await pass(2_000);
    expect([state(), snapshot().transport, network.upgrades]).toEqual(["ready", "http", 2]);
    expect(streams.opened).toEqual([{ url: "http://test/ws/ws/stream?device=d1", authorization: "Bearer alice.token" }]);
    expect(logged.slice(-2)).toEqual(["🔗 Connecting to HTTP: ws://test/ws/ws", "✅ HTTP connected successfully"]);
  });

  it("stays with WebSocket while nothing answers HTTP, either", async () => {
    const { client, server, streams, network, snapshot } = blockedNetwork();
    streams.refuseWith = 502;
    client.connect();
    await pass(60_000);
    expect(snapshot()).toMatchObject({ state: "waiting", transport: "websocket" });
    network.isOpen = true;
    await pass(20_000);
    expect(snapshot()).toMatchObject({ state: "ready", transport: "websocket" });
    expect(server.sockets).toHaveLength(1);
  });

  it("takes no page for a stream", async () => {
    const { client, streams, state } = blockedNetwork();
    streams.type = "text/html";
    client.connect();
    await pass(10_000);
    expect(state()).toBe("waiting");
  });

  it("does what the app says instead", async () => {
    const never = blockedNetwork({ transport: "websocket" });
    never.client.connect();
    await pass(10_000);
    expect([never.state(), never.streams.opened.length]).toEqual(["waiting", 0]);
    const always = blockedNetwork({ transport: "http" });
    always.client.connect();
    await pass(10);
    expect([always.snapshot().transport, always.state(), always.network.upgrades]).toEqual(["http", "ready", 0]);
  });

  it("asks for a new token where HTTP says that it is refused, which a WebSocket can't", async () => {
    const reasons: string[] = [];
    const { client, streams } = blockedNetwork({
      token: (reason) => {
        reasons.push(reason);
        return `alice.${String(reasons.length)}`;
      },
    });
    streams.refuseWith = 401;
    client.connect();
    await pass(5_000);
    expect(reasons.slice(0, 3)).toEqual(["connect", "reconnect", "rejected"]);
  });
});

describe("over HTTP", () => {
  it("tries WebSocket again when it comes back, and is over HTTP at once where that is refused", async () => {
    const { server, snapshot, network } = await overHttp();
    server.last.end(1006);
    await pass(2_000);
    expect([snapshot().transport, snapshot().state, network.upgrades]).toEqual(["http", "ready", 3]);
    network.isOpen = true;
    server.last.end(1006);
    await pass(20_000);
    expect([snapshot().transport, snapshot().state]).toEqual(["websocket", "ready"]);
  });

  it("sends in order, what comes meanwhile together, and no more at once than the server takes", async () => {
    const { client, streams, server } = await overHttp();
    const before = streams.posts.length;
    for (let i = 0; i < 12; i++) client.connection.notify("status.activity", { idle: i % 2 === 0 });
    await pass(10);
    const posts = streams.posts.slice(before);
    expect(posts.map(([seq]) => seq)).toEqual(posts.map((_, at) => before + 1 + at));
    expect(posts.map(([, messages]) => messages)).toEqual([1, 8, 3]);
    expect(server.last.of("status.activity").slice(-12).map(({ idle }) => idle)).toEqual(Array.from({ length: 12 }, (_, i) => i % 2 === 0));
  });

  it.each([[[503, 429] as const], [["lost"] as const]])("sends again what was answered %j, and it counts once", async (trouble) => {
    const { client, streams, server } = await overHttp();
    streams.trouble = [...trouble];
    client.connection.notify("status.activity", { idle: true });
    client.connection.notify("status.activity", { idle: false });
    await pass(5_000);
    expect(server.last.of("status.activity").slice(-2)).toEqual([{ idle: true }, { idle: false }]);
    expect(streams.trouble).toEqual([]);
  });

  it("begins anew where the server knows the stream no more", async () => {
    const { client, streams, server, state } = await overHttp();
    const { length } = server.sockets;
    streams.trouble = [404];
    client.connection.notify("status.activity", { idle: true });
    await pass(5_000);
    expect([state(), server.sockets.length]).toEqual(["ready", length + 1]);
  });

  it("hears why the server closed also where a request has found that first", async () => {
    const { client, streams, server, state, snapshot } = await overHttp();
    streams.trouble = [404];
    client.connection.notify("status.activity", { idle: true });
    await pass(100);
    server.last.end(4410);
    await pass(10);
    expect([state(), snapshot().closeCode]).toEqual(["closed", 4410]);
  });

  it("hears why the server closes", async () => {
    const { server, state, snapshot } = await overHttp();
    server.last.end(4410);
    await pass(10);
    expect([state(), snapshot().closeCode]).toEqual(["closed", 4410]);
  });

  it("says goodbye behind what was still to be sent", async () => {
    const { client, streams, server } = await overHttp();
    const socket = server.last;
    client.connection.notify("status.activity", { idle: true });
    client.close();
    await pass(10);
    expect(socket.of("status.activity").at(-1)).toEqual({ idle: true });
    expect(streams.left).toEqual(["/ws/ws/stream/s1"]);
    expect(socket.closedByClient).toBe(1006);
  });

  it("finds out by its heartbeat that nothing comes any more", async () => {
    const { server, state } = await overHttp();
    const { length } = server.sockets;
    server.last.silent = true;
    await pass(60_000);
    expect([state(), server.sockets.length]).toEqual(["ready", length + 1]);
  });
});
