import { call } from "./report.ts";
import { join } from "./store.ts";

/** Handlers of the app. Each registration stands for itself, also where a function is registered twice; one that throws stops no other. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #all = new Set<{ readonly listener: (...args: Args) => void }>();

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  add(listener: (...args: Args) => void): () => void {
    return join(this.#all, { listener });
  }

  readonly tell = (...args: Args): void => {
    for (const { listener } of [...this.#all]) call(listener, ...args);
  };
}
