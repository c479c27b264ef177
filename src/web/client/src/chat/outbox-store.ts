import { newId } from "../connection/environment.ts";
import type { Outgoing } from "./outbox.ts";

/** Where typed messages wait. What is put is durable a moment later; nothing here throws. */
export interface OutboxStore {
  /**
   * Begins: `adopt` is called with what waits and is nobody else's to send, then and whenever another tab ends and leaves something.
   * The promise ends when what waited at first has been adopted.
   */
  open(adopt: (items: readonly Outgoing[]) => void): Promise<void>;
  put(item: Outgoing): void;
  remove(key: string): void;
  /** Deletes all that waits for this user, in this browser; absent where nothing outlives the page. */
  clear?(): Promise<void>;
  /** Lets go: what is left is somebody else's, or one's own after the next `open`. */
  close(): void;
}

/** For as long as the page lives. */
export function memoryOutbox(): OutboxStore {
  const items = new Map<string, Outgoing>();
  return {
    open(adopt) {
      if (items.size > 0) adopt([...items.values()]);
      return Promise.resolve();
    },
    put: (item) => void items.set(item.key, item),
    remove: (key) => void items.delete(key),
    clear() {
      items.clear();
      return Promise.resolve();
    },
    close: () => undefined,
  };
}

/** What an outbox in IndexedDB needs. */
export interface IndexedDbOutboxOptions {
  readonly user: string;
  readonly indexedDb: IDBFactory;
  /** Without them (no secure context) every page takes what it finds: the key makes a second sending harmless. */
  readonly locks?: LockManager | undefined;
  /** Tells other tabs that this one keeps something. */
  readonly channel?: ((name: string) => BroadcastChannel) | undefined;
  readonly log?: (text: string) => void;
}

/** IndexedDB where the browser has it and allows it, otherwise memory. */
export function browserOutbox(user: string, log?: (text: string) => void): OutboxStore {
  try {
    if (typeof indexedDB === "undefined") return memoryOutbox();
    const indexedDb = indexedDB;
    const { locks } = navigator as { locks?: LockManager };
    const channel = typeof BroadcastChannel === "undefined" ? undefined : (name: string) => new BroadcastChannel(name);
    return indexedDbOutbox({ user, indexedDb, locks, channel, ...(log && { log }) });
  } catch {
    return memoryOutbox();
  }
}

interface Kept {
  readonly key: string;
  readonly user: string;
  /** The page that sends it, for as long as it lives. */
  readonly owner: string;
  readonly item: Outgoing;
}

const database = "akkarealtime";
const place = "outbox";

/**
 * Typed messages in IndexedDB, over reloads and crashes of the browser. Each page sends what was typed in it: it holds a Web Lock
 * while it lives, and whoever gets that lock after it takes over what it left. So of several tabs one sends, whichever ends.
 */
export function indexedDbOutbox({ user, indexedDb, locks, channel: openChannel, log }: IndexedDbOutboxOptions): OutboxStore {
  const name = `akkarealtime.outbox.${user}`;
  /** What isn't in the database because it can't be used. */
  let db: Promise<IDBDatabase | null> | undefined;
  let owner = "";
  let release: () => void = () => undefined;
  let stopWaiting: AbortController | undefined;
  let channel: BroadcastChannel | undefined;
  const watched = new Set<string>();

  const fail = (error: unknown) => {
    log?.(`What is typed lives only as long as this page: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  };
  const opened = () => (db ??= openDatabase(indexedDb).catch(fail));
  /** One transaction after another, in the order of the calls. */
  let last: Promise<unknown> = Promise.resolve();
  const within = <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T> | undefined): Promise<T | undefined> => {
    const next = last.then(async () => {
      const base = await opened();
      return base ? await transact(base, mode, work) : undefined;
    });
    last = next.catch(fail);
    return next.catch(() => undefined);
  };

  const all = async (): Promise<readonly Kept[]> => {
    const kept = (await within<Kept[]>("readonly", (store) => store.getAll() as IDBRequest<Kept[]>)) ?? [];
    return kept.filter((one) => one.user === user);
  };

  /** Called while no page with that name lives, by one page at a time. */
  const take = async (from: string | undefined, adopt: (items: readonly Outgoing[]) => void) => {
    const mine = owner;
    const kept = (await all()).filter((one) => from === undefined || one.owner === from);
    if (kept.length === 0 || mine !== owner) return;
    await within("readwrite", (store) => {
      for (const one of kept) store.put({ ...one, owner: mine } satisfies Kept);
      return undefined;
    });
    channel?.postMessage(mine);
    adopt(kept.map(({ item }) => item));
  };

  const watch = async (other: string, adopt: (items: readonly Outgoing[]) => void): Promise<void> => {
    if (!locks || other === owner || watched.has(other)) return;
    watched.add(other);
    const signal = stopWaiting?.signal;
    const isFree = await locks.request(`${name}.${other}`, { ifAvailable: true }, async (lock) => {
      if (lock) await take(other, adopt);
      return lock !== null;
    });
    if (isFree) {
      watched.delete(other);
      return;
    }
    locks
      .request(`${name}.${other}`, signal ? { signal } : {}, () => take(other, adopt))
      .catch(() => undefined)
      .finally(() => watched.delete(other));
  };

  return {
    async open(adopt) {
      owner = newId();
      if (!locks) return take(undefined, adopt);
      stopWaiting = new AbortController();
      await hold(locks, `${name}.${owner}`, (end) => (release = end));
      channel = openChannel?.(name);
      channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (typeof data === "string") void watch(data, adopt);
      });
      const owners = new Set((await all()).map((one) => one.owner));
      await Promise.all([...owners].map((other) => watch(other, adopt)));
    },
    put(item) {
      const kept: Kept = { key: item.key, user, owner, item };
      void within("readwrite", (store) => store.put(kept)).then(() => channel?.postMessage(kept.owner));
    },
    remove: (key) => void within("readwrite", (store) => store.delete(key)),
    async clear() {
      for (const { key } of await all()) void within("readwrite", (store) => store.delete(key));
      await last.catch(() => undefined);
    },
    close() {
      stopWaiting?.abort();
      channel?.close();
      channel = undefined;
      watched.clear();
      // Not before what was put is in the database: whoever gets the lock looks there once.
      void last.then(release);
    },
  };
}

/** Holds a lock until `release` is called; ends as soon as it is held. */
function hold(locks: LockManager, name: string, onHeld: (release: () => void) => void): Promise<void> {
  return new Promise((held) => {
    void locks.request(
      name,
      () =>
        new Promise<void>((release) => {
          onHeld(release);
          held();
        }),
    );
  });
}

function openDatabase(indexedDb: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDb.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(place, { keyPath: "key" });
    request.onsuccess = () => {
      // A later version of the page wants to change it: that one goes first.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("IndexedDB refused"));
    request.onblocked = () => reject(new Error("IndexedDB is blocked"));
  });
}

function transact<T>(base: IDBDatabase, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T> | undefined): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(place, mode);
    const request = work(transaction.objectStore(place));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB failed"));
    transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB gave up"));
  });
}
