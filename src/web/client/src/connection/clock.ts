import { Store, type Readable } from "../store.ts";

/** Milliseconds of a clock that nobody sets: for how long something takes, or ago it was. */
export const elapsedMs = (): number => performance.now();

/**
 * The server's clock. What is compared with a time on the wire, or told the server as one, is this and never the device's own, which may be
 * wrong by hours and be set while the page lives. Until the server has said what time it is, the device is believed.
 */
export class ServerClock {
  #offsetMs = Date.now() - elapsedMs();
  readonly #changes = new Store(0);

  /** Milliseconds since 1970. */
  readonly now = (): number => this.#offsetMs + elapsedMs();

  /** As times stand on the wire. */
  readonly iso = (): string => new Date(this.now()).toISOString();

  /** Counts how often it was set: whoever shows what hangs on the time draws it again. */
  get changes(): Readable<number> {
    return this.#changes;
  }

  /** A session begins: this was the time just now. */
  set(serverTime: string): void {
    const offsetMs = Date.parse(serverTime) - elapsedMs();
    if (Number.isNaN(offsetMs)) return;
    this.#offsetMs = offsetMs;
    this.#changes.update((count) => count + 1);
  }

  /** The time once more: on its way here it only gets older, so the latest word is the truest. A device that slept is behind as well. */
  hear(serverTime: string): void {
    if (Date.parse(serverTime) > this.now()) this.set(serverTime);
  }
}
