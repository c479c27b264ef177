import { Store } from "@akkarealtime/client";

const readers: (() => void)[] = [];

/** A choice that is kept. */
export function kept<T>(read: () => T): Store<T> {
  const store = new Store(read());
  readers.push(() => store.set(read()));
  return store;
}

/** What was read before the app said where it is. */
export function readAgain(): void {
  for (const read of readers) read();
}
