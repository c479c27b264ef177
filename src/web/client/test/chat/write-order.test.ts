import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { indexedDbOutbox, memoryStorage, type Outgoing, type OutboxStore } from "../../src/index.ts";
import { fakeLocks } from "../calls/fake-locks.ts";
import { FakeServer } from "../fake-server.ts";
import { harness, pass, settle } from "../harness.ts";

const hourMs = 3_600_000;

const start = 1_000_000_000;
beforeEach(() => vi.useFakeTimers({ now: start }));
afterEach(() => vi.useRealTimers());

/** A store that holds what another page left, in whatever order. */
function left(items: readonly Outgoing[]): OutboxStore {
  return {
    open: (adopt) => {
      adopt(items);
      return Promise.resolve();
    },
    put: () => undefined,
    remove: () => undefined,
    close: () => undefined,
  };
}

const server = () => {
  const made = new FakeServer();
  made.addRoom("r", "group", "alice", "bob");
  return made;
};
const sent = (of: FakeServer) => of.sockets.flatMap((socket) => socket.of("chat.send").map(({ text }) => text));
const waiting = (client: ReturnType<typeof harness>["client"]) => client.outbox.items.get().map(({ text }) => text);

/** Each written with the clock an hour earlier than the one before. */
function write(client: ReturnType<typeof harness>["client"], ...texts: string[]) {
  for (const text of texts) {
    vi.setSystemTime(Date.now() - hourMs);
    client.outbox.add({ room: "r", text });
  }
}

describe("what is written", () => {
  it("is sent in that order though the clock goes back in between, also by the next page", async () => {
    // The database needs time of its own.
    vi.useFakeTimers({ now: start, toFake: ["Date"] });
    const indexedDb = new IDBFactory();
    const locks = fakeLocks();
    const storage = memoryStorage();
    const page = (of: FakeServer) => harness({ server: of, storage, outbox: indexedDbOutbox({ user: "alice", indexedDb, locks }) });
    const first = page(server());
    first.client.outbox.open();
    write(first.client, "one", "two", "three");
    expect(waiting(first.client)).toEqual(["one", "two", "three"]);
    first.client.close();
    const next = page(server());
    next.client.outbox.open();
    await vi.waitFor(() => expect(waiting(next.client)).toEqual(["one", "two", "three"]));
    next.client.outbox.add({ room: "r", text: "four" });
    expect(waiting(next.client)).toEqual(["one", "two", "three", "four"]);
    next.client.connect();
    await vi.waitFor(() => expect(sent(next.server)).toEqual(["one", "two", "three", "four"]));
    next.client.close();
  });

  it("in two tabs of a browser is in the order of both", () => {
    const storage = memoryStorage();
    const [one, other] = [harness({ storage }), harness({ storage })];
    write(one.client, "first");
    write(other.client, "second");
    write(one.client, "third");
    const all = [...one.client.outbox.items.get(), ...other.client.outbox.items.get()].sort((a, b) => a.order - b.order);
    expect(all.map(({ text }) => text)).toEqual(["first", "second", "third"]);
  });

  it("here while another page's words come from the store is behind them", async () => {
    const storage = memoryStorage();
    const before = harness({ storage });
    write(before.client, "one", "two");
    const items = [...before.client.outbox.items.get()].reverse();
    const { client, server: to } = harness({ server: server(), storage, outbox: left(items) });
    vi.setSystemTime(Date.now() - hourMs);
    client.outbox.add({ room: "r", text: "three" });
    client.connect();
    await settle();
    await pass(3_000);
    expect(sent(to)).toEqual(["one", "two", "three"]);
  });

  it("goes on behind what was left where only the outbox was kept", async () => {
    const before = harness();
    write(before.client, "one", "two", "three");
    const { client } = harness({ server: server(), outbox: left(before.client.outbox.items.get()) });
    client.outbox.open();
    await settle();
    client.outbox.add({ room: "r", text: "four" });
    expect(waiting(client)).toEqual(["one", "two", "three", "four"]);
    expect(client.outbox.items.get().map(({ order }) => order)).toEqual([1, 2, 3, 4]);
  });

  it("by a page of an earlier version, which gave no order, goes first, by its times", async () => {
    const storage = memoryStorage();
    const old = (key: string, at: string) => ({ key, room: "r", text: key, at, state: "queued" }) as Outgoing;
    const { client } = harness({ server: server(), storage, outbox: left([old("b", "2030-01-01T00:00:02Z"), old("a", "2030-01-01T00:00:01Z")]) });
    client.outbox.add({ room: "r", text: "c" });
    client.outbox.open();
    await settle();
    expect(waiting(client)).toEqual(["a", "b", "c"]);
  });
});
