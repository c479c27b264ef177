/** So many pictures are judged together. */
const window = 10;
/** What one may take for 20 a second, with a little left for the rest of the call. */
const mostMs = 40;

/** Whether a machine is fast enough for pictures of this size. */
export class Pace {
  #frames = -1;
  #spentMs = 0;

  /** True where they have to become smaller. The first one of each size has much to prepare and is not counted. */
  isTooSlow(ms: number): boolean {
    this.#frames += 1;
    if (this.#frames === 0) return false;
    this.#spentMs += ms;
    if (this.#frames < window) return false;
    const isTooSlow = this.#spentMs / this.#frames > mostMs;
    this.#frames = isTooSlow ? -1 : 0;
    this.#spentMs = 0;
    return isTooSlow;
  }
}
