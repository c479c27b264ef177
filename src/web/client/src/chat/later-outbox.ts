import type { OutboxStore } from "./outbox-store.ts";

/** A store whose code comes after the page has begun: what is asked of it meanwhile is done then, in order. Where it doesn't come, what is typed lives as long as the page. */
export function laterOutbox(load: () => Promise<OutboxStore>): OutboxStore {
  let store: Promise<OutboxStore | undefined> | undefined;
  const within = async (work: (store: OutboxStore) => unknown): Promise<void> => {
    store ??= load().catch(() => undefined);
    const loaded = await store;
    if (loaded) await work(loaded);
  };
  return {
    open: (adopt) => within((loaded) => loaded.open(adopt)),
    put: (item) => void within((loaded) => loaded.put(item)),
    remove: (key) => void within((loaded) => loaded.remove(key)),
    clear: () => within((loaded) => loaded.clear?.()),
    close: () => void within((loaded) => loaded.close()),
  };
}
