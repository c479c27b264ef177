import { Store } from "@akkarealtime/client";

const readers: (() => void)[] = [];

/** Reads again what is kept, where the app says where that is. */
export function readWith(read: () => void): void {
  readers.push(read);
}

/** A choice that is kept. */
export function kept<T>(read: () => T): Store<T> {
  const store = new Store(read());
  readWith(() => store.set(read()));
  return store;
}

/** What was read before the app said where it is. */
export function readAgain(): void {
  for (const read of readers) read();
}
