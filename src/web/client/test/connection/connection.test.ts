import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { afterClose, backoffMs } from "../../src/connection/reconnect.ts";
import { httpUrl, socketUrl } from "../../src/connection/url.ts";
import { RequestError, type TokenReason } from "../../src/index.ts";
import { harness, pass, settle } from "../harness.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

async function ready(options?: Parameters<typeof harness>[0]) {
  const made = harness(options);
  made.client.connect();
  await settle();
  return made;
}

describe("signing in", () => {
  it("passes the token as a subprotocol and the device in the url, and tells the console the url alone", async () => {
    const { server, logged, state } = await ready();
    expect(server.last.protocols).toEqual(["akkarealtime.v1", "bearer.alice.token"]);
    expect(server.last.url).toBe("ws://test/ws/ws?device=d1");
    expect(logged).toEqual(["🔗 Connecting to WebSocket: ws://test/ws/ws", "✅ WebSocket connected successfully"]);
    expect(state()).toBe("ready");
  });

  it("takes API_URL before the page's own origin", () => {
    const page = { protocol: "http:", host: "localhost:5000" };
    expect(socketUrl(undefined, page)).toBe("ws://localhost:5000/ws/ws");
    expect(socketUrl(undefined, { ...page, protocol: "https:" })).toBe("wss://localhost:5000/ws/ws");
    expect(socketUrl("api.example.org", page)).toBe("wss://api.example.org/ws/ws");
    expect(httpUrl("https://api.example.org/", page)).toBe("https://api.example.org");
  });

  it("gives up a handshake that nobody answers", async () => {
    const made = harness();
    made.server.onDial = "hang";
    made.client.connect();
    await pass(9_999);
    expect(made.state()).toBe("connecting");
    await pass(1);
    expect(made.state()).toBe("waiting");
  });

  it("stays closed when nobody is signed in", async () => {
    const { state, server } = await ready({ token: () => null });
    expect(state()).toBe("closed");
    expect(server.sockets).toHaveLength(0);
  });
});

describe("coming back", () => {
  it("waits with full jitter between half a second and a bound that doubles up to 20 s", () => {
    const bounds = [0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => backoffMs(attempt, () => 1));
    expect(bounds).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000]);
    expect(backoffMs(60, () => 0)).toBe(500);
  });

  it.each([
    [1000, "stay-closed"],
    [4400, "stay-closed"],
    [4403, "stay-closed"],
    [4410, "stay-closed"],
    [4499, "stay-closed"],
    [4401, "reconnect"],
    [1001, "reconnect"],
    [1006, "reconnect"],
    [1011, "reconnect"],
    [1013, "reconnect"],
    [4001, "reconnect"],
    [4500, "reconnect"],
  ])("code %i: %s", (code, kind) => {
    expect(afterClose({ code, attempt: 0, random: Math.random }) === null ? "stay-closed" : "reconnect").toBe(kind);
  });

  it("returns at once after 4000, not before 10 s after 4002, within the drain time after 1001", () => {
    const random = () => 0.25;
    expect(afterClose({ code: 4000, attempt: 0, random })).toBe(0);
    expect(afterClose({ code: 4002, attempt: 0, random })).toBe(10_625);
    expect(afterClose({ code: 1001, attempt: 0, random, reconnectAfterMs: 8_000 })).toBe(2_000);
    // In a call, whose place is not kept for long.
    expect(afterClose({ code: 1001, attempt: 0, random, reconnectAfterMs: 8_000, mostMs: 4_000 })).toBe(1_000);
  });

  it("returns at once with a new token after 4401, and waits longer and longer when that is refused as well", () => {
    const random = () => 1;
    const waits = [0, 1, 2, 3].map((attempt) => afterClose({ code: 4401, attempt, random }));
    expect(waits).toEqual([0, 2_000, 4_000, 8_000]);
  });

  it("tries without end, and shows when the next attempt is", async () => {
    const { server, client, state } = await ready();
    server.onDial = "refuse";
    server.crash();
    const { retryAt, closeCode } = client.connection.snapshot.get();
    expect([state(), retryAt, closeCode]).toEqual(["waiting", Date.now() + 750, 1006]);
    await pass(120_000);
    expect(server.sockets.length).toBeGreaterThan(10);
    server.onDial = "accept";
    await pass(20_000);
    expect(state()).toBe("ready");
  });

  it("shows the ticket of its last session, and none where there was none", async () => {
    const { client, server } = await ready();
    server.ticket = "ticket-1";
    server.crash();
    client.connection.retryNow();
    await settle();
    expect(server.last.protocols).toEqual(["akkarealtime.v1", "bearer.alice.token"]);
    server.crash();
    client.connection.retryNow();
    await settle();
    expect(server.last.protocols).toEqual(["akkarealtime.v1", "bearer.alice.token", "resume.ticket-1"]);
  });

  it("tries at once on demand, and when the network comes back", async () => {
    const { server, client, wake, state } = await ready();
    server.crash();
    client.connection.retryNow();
    await settle();
    expect(state()).toBe("ready");
    server.crash();
    wake();
    await settle();
    expect(state()).toBe("ready");
    server.last.end(4002);
    wake();
    await settle();
    expect(state()).toBe("waiting");
  });

  it("keeps backing off from a server that accepts and drops at once", async () => {
    const { server, client } = await ready();
    for (let i = 0; i < 5; i++) {
      server.crash();
      client.connection.retryNow();
      await settle();
    }
    server.crash();
    expect((client.connection.snapshot.get().retryAt ?? 0) - Date.now()).toBeGreaterThan(5_000);
  });

  it("stays closed after a close that forbids coming back, until told to connect", async () => {
    const { server, client, state } = await ready();
    server.last.end(4410);
    await pass(60_000);
    expect([state(), server.sockets.length]).toEqual(["closed", 1]);
    client.connect();
    await settle();
    expect(state()).toBe("ready");
  });

  it("leaves a draining node within the time it gave, and can still send until then", async () => {
    const { server, client, state } = await ready();
    const old = server.last;
    old.say("session.draining", { reconnectAfterMs: 4_000 });
    await settle();
    expect(state()).toBe("draining");
    await expect(client.connection.request("chat.rooms", {})).resolves.toMatchObject({ rooms: [] });
    await pass(1_999);
    expect(server.sockets).toHaveLength(1);
    await pass(1);
    expect([state(), server.sockets.length, old.closedByClient]).toEqual(["ready", 2, 1000]);
  });
});

describe("tokens", () => {
  it("asks for another one after 4401, and gives up when it gets the same", async () => {
    const reasons: TokenReason[] = [];
    let token = "alice.old";
    const { server, state } = await ready({
      token: (reason) => {
        reasons.push(reason);
        return token;
      },
    });
    token = "alice.new";
    server.last.end(4401);
    await settle();
    expect([state(), server.last.protocols[1]]).toEqual(["ready", "bearer.alice.new"]);
    server.last.end(4401);
    await pass(20_000);
    expect([state(), reasons]).toEqual(["closed", ["connect", "rejected", "rejected"]]);
  });

  it("are asked for anew where the answer doesn't come: the way there may be cut without a word", async () => {
    let asked = 0;
    const { server, state } = await ready({ token: () => (++asked === 2 ? new Promise<string>(() => undefined) : "alice.token") });
    server.last.end(1006);
    await pass(1_000);
    expect([asked, state()]).toEqual([2, "connecting"]);
    await pass(20_000);
    expect([asked, state()]).toEqual([3, "ready"]);
  });

  it("renews within the connection when the token is about to end", async () => {
    let count = 0;
    const { server, state } = await ready({ token: () => `alice.${++count}` });
    server.last.say("session.expiring", { expiresAt: new Date().toISOString() });
    await settle();
    expect(server.last.of("session.auth")).toMatchObject([{ token: "alice.2", device: "d1" }]);
    expect([state(), server.sockets.length]).toEqual(["ready", 1]);
  });

  it("are not sent again where the provider has no other one", async () => {
    const { server } = await ready({ token: () => "alice.token" });
    server.last.say("session.expiring", { expiresAt: new Date().toISOString() });
    await settle();
    expect(server.last.of("session.auth")).toEqual([]);
  });

  it.each([
    ["throws", () => { throw new Error("signed out elsewhere"); }],
    ["rejects", () => Promise.reject(new Error("signed out elsewhere"))],
  ])("that %s leave the connection waiting, with the reason, and are asked for with growing pauses", async (_, fail: () => Promise<string>) => {
    let asked = 0;
    let broken = true;
    const { client, state } = harness({
      token: () => {
        asked++;
        return broken ? fail() : "alice.token";
      },
    });
    client.connect();
    await settle();
    expect([state(), asked]).toEqual(["waiting", 1]);
    expect(client.connection.snapshot.get().tokenError).toMatchObject({ message: "signed out elsewhere" });
    await pass(60_000);
    expect(asked).toBeLessThan(12);
    broken = false;
    await pass(20_000);
    expect([state(), client.connection.snapshot.get().tokenError]).toEqual(["ready", null]);
  });

  it("asks again when no handshake succeeds, since browsers hide a 401", async () => {
    const reasons: TokenReason[] = [];
    const made = harness({
      token: (reason) => {
        reasons.push(reason);
        return "alice.token";
      },
    });
    made.server.onDial = "refuse";
    made.client.connect();
    await pass(10_000);
    expect(reasons.slice(0, 4)).toEqual(["connect", "reconnect", "unopened", "reconnect"]);
  });
});

describe("silence", () => {
  it("notices a dead peer within two heartbeats", async () => {
    const { server, client, state } = await ready();
    const { last } = server;
    last.silent = true;
    await pass(49_999);
    expect(state()).toBe("ready");
    server.onDial = "hang";
    await pass(1);
    expect(client.connection.snapshot.get().closeCode).toBe(4000);
    expect(last.closedByClient).toBe(4000);
  });

  it("keeps a quiet but living connection", async () => {
    const { server, state } = await ready();
    await pass(600_000);
    expect([state(), server.sockets.length]).toEqual(["ready", 1]);
    expect(server.last.of("session.ping").length).toBeGreaterThan(20);
  });

  it("asks at once when the page comes back, and gives 5 s", async () => {
    const { server, wake, client } = await ready();
    server.last.silent = true;
    wake();
    await pass(4_999);
    expect(client.connection.snapshot.get().closeCode).toBeNull();
    await pass(1);
    expect(client.connection.snapshot.get().closeCode).toBe(4000);
  });
});

describe("requests", () => {
  it("gives each its own reply, in whatever order they come", async () => {
    const { server, client } = await ready();
    const refs: unknown[] = [];
    server.intercept = (_, { data }) => refs.push(data.ref) > 0;
    const first = client.connection.request("chat.directory", { query: "a" });
    const second = client.connection.request("chat.directory", { query: "b" });
    await settle();
    server.last.say("chat.directory", { ref: refs[1], rooms: ["second"] });
    server.last.say("chat.directory", { ref: refs[0], rooms: ["first"] });
    await expect(first).resolves.toMatchObject({ rooms: ["first"] });
    await expect(second).resolves.toMatchObject({ rooms: ["second"] });
  });

  it("fails with what the server said", async () => {
    const { server, client } = await ready();
    server.intercept = (socket, { data }) => {
      socket.say("error", { ref: data.ref, code: "bad-request", message: "no", field: "name", retryAfterMs: 7 });
      return true;
    };
    const error: unknown = await client.connection.request("chat.create", { kind: "group", name: "" }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ code: "bad-request", field: "name", retryAfterMs: 7 });
  });

  it("fails after its time, and when the connection goes", async () => {
    const { server, client } = await ready();
    server.intercept = () => true;
    const late = client.connection.request("chat.directory", {}).catch((error: unknown) => error);
    await pass(10_000);
    expect(await late).toMatchObject({ code: "timeout" });
    const cut = client.connection.request("chat.directory", {}).catch((error: unknown) => error);
    server.crash();
    expect(await cut).toMatchObject({ code: "disconnected" });
    await expect(client.connection.request("chat.directory", {})).rejects.toMatchObject({ code: "disconnected" });
  });

  it("survives frames that are no envelopes", async () => {
    const { server, client, state } = await ready();
    for (const frame of ["{", "[]", '{"type":1}', '{"type":"x","data":[]}', '{"type":"some.news"}']) {
      server.last.onmessage?.({ data: frame });
    }
    expect(state()).toBe("ready");
    await expect(client.connection.request("chat.rooms", {})).resolves.toBeDefined();
  });
});
