import type { KeyValueStorage } from "../connection/environment.ts";

/**
 * Numbers what a user writes in this browser, in all its tabs, each higher than all before: what was written earlier is sent earlier, whatever
 * the clock says. Two tabs at the very same moment may get the same number.
 */
export class WriteOrder {
  readonly #storage: KeyValueStorage;
  readonly #key: string;
  #last = 0;

  constructor(storage: KeyValueStorage, key: string) {
    this.#storage = storage;
    this.#key = key;
  }

  next(): number {
    this.atLeast(this.#stored());
    this.#last++;
    try {
      this.#storage.setItem(this.#key, String(this.#last));
    } catch {
      // A full or forbidden storage: this tab goes on counting by itself.
    }
    return this.#last;
  }

  /** This number was given: those to come are higher. */
  atLeast(number: number): void {
    this.#last = Math.max(this.#last, number);
  }

  #stored(): number {
    try {
      const kept = Number(this.#storage.getItem(this.#key));
      return Number.isSafeInteger(kept) ? kept : 0;
    } catch {
      return 0;
    }
  }
}
