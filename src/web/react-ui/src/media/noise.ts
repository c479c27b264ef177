/** Levels are root mean squares of samples from -1 to 1. Speech has pauses in which a quiet room is far below this; a fan, a street or a café isn't. */
const noisy = 0.02;
/** Long enough for the pauses of whoever speaks without end. */
const windowMs = 8_000;
/** So much of the time may be quieter, and it is noise all the same. */
const share = 0.1;

/** Tells from the levels of a microphone whether it is never quiet. */
export class NoiseFloor {
  readonly #levels: { readonly at: number; readonly level: number }[] = [];
  #since: number | null = null;

  /** Whether there has been noise all the time lately. */
  hear(level: number, nowMs: number): boolean {
    this.#since ??= nowMs;
    this.#levels.push({ at: nowMs, level });
    while ((this.#levels[0]?.at ?? nowMs) < nowMs - windowMs) this.#levels.shift();
    if (nowMs - this.#since < windowMs) return false;
    const quiet = this.#levels.filter((one) => one.level < noisy).length;
    return quiet < this.#levels.length * share;
  }
}
