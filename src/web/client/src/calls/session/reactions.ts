import { Store, type Readable } from "../../store.ts";

/** An emoji that floats over the call for a moment. */
export interface CallReaction {
  readonly id: number;
  readonly participant: string;
  readonly emoji: string;
}

const shownMs = 4_000;
/** A flood of reactions is a flood of animations. */
const most = 12;
let ids = 0;

/** The reactions that float over a call now, the newest last. */
export class Reactions {
  readonly #shown = new Store<readonly CallReaction[]>([]);

  get shown(): Readable<readonly CallReaction[]> {
    return this.#shown;
  }

  add(participant: string, emoji: string): void {
    const id = ++ids;
    this.#shown.update((before) => [...before.slice(1 - most), { id, participant, emoji }]);
    setTimeout(() => this.#shown.update((before) => before.filter((one) => one.id !== id)), shownMs);
  }

  clear(): void {
    this.#shown.set([]);
  }
}
