import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it, vi } from "vitest";
import { indexedDbOutbox, type Outgoing, type OutboxStore } from "../../src/index.ts";
import { fakeLocks } from "../calls/fake-locks.ts";

function item(key: string, text = key): Outgoing {
  return { key, room: "r", text, at: `2026-01-01T00:00:0${key}Z`, order: Number(key), state: "queued" };
}

function browser() {
  const indexedDb = new IDBFactory();
  const locks = fakeLocks();
  const channels = new Set<BroadcastChannel>();
  const tab = (user = "alice", hasLocks = true) =>
    indexedDbOutbox({
      user,
      indexedDb,
      locks: hasLocks ? locks : undefined,
      channel: (name) => {
        const channel = new BroadcastChannel(name);
        channels.add(channel);
        return channel;
      },
    });
  return { tab, locks };
}

async function open(store: OutboxStore) {
  const adopted: string[] = [];
  await store.open((items) => adopted.push(...items.map(({ text }) => text)));
  return adopted;
}

describe("the outbox in IndexedDB", () => {
  it("is emptied for who signs out, also of what other tabs keep, and of nobody else's", async () => {
    const { tab } = browser();
    const [mine, other, bobs] = [tab(), tab(), tab("bob")];
    for (const store of [mine, other, bobs]) await open(store);
    mine.put(item("1"));
    other.put(item("2"));
    bobs.put(item("3"));
    await vi.waitFor(async () => expect(await open(tab("bob", false))).toEqual(["3"]));
    await mine.clear?.();
    mine.close();
    other.close();
    expect(await open(tab())).toEqual([]);
    expect(await open(tab("bob", false))).toEqual(["3"]);
  });

  it("gives what a page left to the next one, and not what was removed or is somebody else's", async () => {
    const { tab } = browser();
    const first = tab();
    expect(await open(first)).toEqual([]);
    first.put(item("1"));
    first.put(item("2"));
    first.put(item("2", "two, changed"));
    first.put(item("3"));
    first.remove("3");
    first.close();
    const next = tab();
    const adopted = await open(next);
    await vi.waitFor(() => expect(adopted).toEqual(["1", "two, changed"]));
    next.close();
    expect(await open(tab("bob"))).toEqual([]);
  });

  it("leaves alone what a living page sends, and takes it over when that one ends", async () => {
    const { tab } = browser();
    const [one, other] = [tab(), tab()];
    await open(one);
    one.put(item("1"));
    const adopted = await open(other);
    expect(adopted).toEqual([]);
    // Typed after the other was opened: it is told, and waits as well.
    one.put(item("2"));
    one.close();
    await vi.waitFor(() => expect([...adopted].sort()).toEqual(["1", "2"]));
    other.close();
  });

  it("lets exactly one of several pages take over", async () => {
    const { tab } = browser();
    const [gone, one, other] = [tab(), tab(), tab()];
    await open(gone);
    gone.put(item("1"));
    const all = [await open(one), await open(other)];
    gone.close();
    await vi.waitFor(() => expect(all.flat()).toEqual(["1"]));
    one.close();
    other.close();
    // Whichever had it, it waits for whoever comes next.
    const next = await open(tab());
    await vi.waitFor(() => expect(next).toEqual(["1"]));
  });

  it("takes what it finds where there are no locks", async () => {
    const { tab } = browser();
    const first = tab("alice", false);
    await open(first);
    first.put(item("1"));
    const next = tab("alice", false);
    await vi.waitFor(async () => expect(await open(next)).toEqual(["1"]));
  });

  it("lives in memory where the database is refused", async () => {
    const logged: string[] = [];
    const refused = { open: () => { throw new Error("forbidden here"); } } as unknown as IDBFactory;
    const store = indexedDbOutbox({ user: "alice", indexedDb: refused, log: (text) => logged.push(text) });
    expect(await open(store)).toEqual([]);
    store.put(item("1"));
    store.remove("1");
    store.close();
    expect(logged.join()).toContain("forbidden here");
  });
});
