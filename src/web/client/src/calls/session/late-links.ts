import type { CallLinks } from "../links/call-links.ts";
import type { LateCode, MediaCode } from "./late-code.ts";

/** The links of a call, whose code may still be on its way: what they are told meanwhile reaches them, in order, as soon as they are made. */
export class LateLinks {
  /** Rejects where the code can't be had. */
  readonly made: Promise<CallLinks>;
  #links: CallLinks | null = null;
  #waiting: ((links: CallLinks) => void)[] = [];

  constructor(code: LateCode, make: (code: MediaCode) => CallLinks) {
    const begin = (loaded: MediaCode) => {
      const links = make(loaded);
      this.#links = links;
      for (const tell of this.#waiting.splice(0)) tell(links);
      return links;
    };
    const loaded = code.now();
    this.made = loaded ? Promise.resolve(begin(loaded)) : code.load().then(begin);
    // Told to whoever waits for it.
    this.made.catch(() => undefined);
  }

  /** null: there are none yet. */
  get now(): CallLinks | null {
    return this.#links;
  }

  tell(what: (links: CallLinks) => void): void {
    if (this.#links) what(this.#links);
    else this.#waiting.push(what);
  }

  /** The call is over; what was told before is for nobody. */
  close(): void {
    this.#waiting = [];
    this.tell((links) => links.close());
  }
}
