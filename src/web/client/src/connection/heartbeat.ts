/**
 * Asks whether the server is still there, and says when it is not. Silence is judged by what was heard since the last
 * question, never by the clock alone: a background tab's timers may be late by a minute while the socket is fine.
 */
export class Heartbeat {
  readonly #ping: () => void;
  readonly #dead: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #intervalMs = 25_000;
  #asked = false;

  constructor(ping: () => void, dead: () => void) {
    this.#ping = ping;
    this.#dead = dead;
  }

  start(intervalMs: number): void {
    this.#intervalMs = intervalMs;
    this.#asked = false;
    this.#schedule(intervalMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  heard(): void {
    this.#asked = false;
  }

  /** Asks now and gives the server only a few seconds: the page came back, or the network changed. */
  probe(withinMs: number): void {
    if (this.#timer === undefined || withinMs >= this.#intervalMs) return;
    this.#ask();
    this.#schedule(withinMs);
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#beat(), afterMs);
  }

  #beat(): void {
    if (this.#asked) {
      this.stop();
      this.#dead();
      return;
    }
    this.#ask();
    this.#schedule(this.#intervalMs);
  }

  #ask(): void {
    this.#asked = true;
    this.#ping();
  }
}
