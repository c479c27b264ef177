import { call } from "./report.ts";

/** Handlers of the app. Each registration stands for itself, also where a function is registered twice; one that throws stops no other. */
export class Listeners<Args extends readonly unknown[]> {
  readonly #all = new Set<{ readonly listener: (...args: Args) => void }>();

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  add(listener: (...args: Args) => void): () => void {
    const registration = { listener };
    this.#all.add(registration);
    return () => this.#all.delete(registration);
  }

  tell(...args: Args): void {
    for (const { listener } of [...this.#all]) call(listener, ...args);
  }
}
