/** Who looks at something: it is loaded for the first, and closed behind the last. */
export class Holders {
  readonly #onFirst: () => void;
  readonly #onNone: () => void;
  #count = 0;

  constructor(onFirst: () => void, onNone: () => void) {
    this.#onFirst = onFirst;
    this.#onNone = onNone;
  }

  get any(): boolean {
    return this.#count > 0;
  }

  /** One more, until what is returned is called. */
  add(): () => void {
    if (++this.#count === 1) this.#onFirst();
    return () => {
      this.#count--;
      // Held again at once where a component is only drawn anew.
      queueMicrotask(() => {
        if (!this.any) this.#onNone();
      });
    };
  }
}
