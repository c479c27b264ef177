/** Below it is a room's noise; RFC 6464 levels as browsers give them, 0 to 1. */
const audible = 0.01;
/** A pause between two words is no end of speaking. */
const releaseMs = 700;
/** Whoever is large stays large for so long at least, so that the picture doesn't jump with every cough. */
const stayMs = 2_000;

export interface Speakers {
  /** Who speaks now. */
  readonly speaking: readonly string[];
  /** Who spoke last: the one to show large. */
  readonly speaker: string | null;
}

/** Who speaks, from the levels of their sound. */
export class SpeakerDetector {
  readonly #heardAt = new Map<string, number>();
  readonly #loudness = new Map<string, number>();
  #speaker: string | null = null;
  #since = 0;

  update(levels: ReadonlyMap<string, number>, nowMs: number): Speakers {
    for (const known of [...this.#loudness.keys()]) {
      if (levels.has(known)) continue;
      this.#loudness.delete(known);
      this.#heardAt.delete(known);
      if (this.#speaker === known) this.#speaker = null;
    }
    for (const [who, level] of levels) {
      // Smoothed, so that one click is no speech.
      const loudness = 0.6 * (this.#loudness.get(who) ?? 0) + 0.4 * level;
      this.#loudness.set(who, loudness);
      if (loudness > audible) this.#heardAt.set(who, nowMs);
    }
    const speaking = [...levels.keys()].filter((who) => nowMs - (this.#heardAt.get(who) ?? Number.NEGATIVE_INFINITY) <= releaseMs);
    const loudest = speaking.toSorted((a, b) => (this.#loudness.get(b) ?? 0) - (this.#loudness.get(a) ?? 0))[0];
    const mayChange = this.#speaker === null || (nowMs - this.#since >= stayMs && !speaking.includes(this.#speaker));
    if (loudest !== undefined && mayChange && loudest !== this.#speaker) {
      this.#speaker = loudest;
      this.#since = nowMs;
    }
    return { speaking, speaker: this.#speaker };
  }
}
