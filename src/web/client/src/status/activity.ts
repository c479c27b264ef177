import type { Connection } from "../connection/connection.ts";

const idleAfterMs = 5 * 60_000;
const tellTabsMs = 15_000;

/** Where input comes from; and the other tabs of this device, whose input counts as well. */
export interface InputSource {
  onInput(listener: () => void): () => void;
  /** Tells the other tabs, and hears from them. */
  share(listener: () => void): { tell: () => void; stop: () => void };
  /** Whether nobody can see the page, and when that changes. Left out: it can be seen. */
  readonly hidden?: { get: () => boolean; onChange(listener: () => void): () => void };
}

const pageHidden: NonNullable<InputSource["hidden"]> = {
  // A worker or a server has no page, and what it does nobody sees: its user may be elsewhere, but that it can't say.
  get: () => (globalThis as Partial<typeof globalThis>).document?.visibilityState === "hidden",
  onChange(listener) {
    const { document } = globalThis as Partial<typeof globalThis>;
    document?.addEventListener("visibilitychange", listener);
    return () => document?.removeEventListener("visibilitychange", listener);
  },
};

export function browserInput(channelName: string): InputSource {
  return {
    hidden: pageHidden,
    onInput(listener) {
      // A worker or a server has no user at it: it counts as in use.
      if (typeof window === "undefined") return () => undefined;
      const events = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focus"] as const;
      for (const event of events) window.addEventListener(event, listener, { passive: true, capture: true });
      return () => {
        for (const event of events) window.removeEventListener(event, listener, { capture: true });
      };
    },
    share(listener) {
      if (typeof BroadcastChannel === "undefined") return { tell: () => undefined, stop: () => undefined };
      const channel = new BroadcastChannel(channelName);
      // Node would live for as long as the channel does.
      (channel as { unref?: () => void }).unref?.();
      channel.onmessage = listener;
      return { tell: () => channel.postMessage("input"), stop: () => channel.close() };
    },
  };
}

/** The time zone in which this device is, by its IANA name. */
export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Tells the server when this device has had no input for five minutes in any tab, and when it has some again. */
export class Activity {
  readonly #connection: Connection;
  readonly #isInCall: () => boolean;
  readonly #hidden: InputSource["hidden"];
  readonly #stops: (() => void)[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #idle = false;
  /** By the server's clock: it goes on while the device sleeps. */
  #inputAt: number;
  #hasBegun = false;
  #toldTabsAt = -Infinity;

  constructor(connection: Connection, input: InputSource, isInCall: () => boolean) {
    this.#connection = connection;
    this.#isInCall = isInCall;
    this.#hidden = input.hidden;
    this.#inputAt = connection.clock.now();
    const others = input.share(() => this.#active());
    const stopInput = input.onInput(() => {
      this.#active();
      if (this.#inputAt - this.#toldTabsAt < tellTabsMs) return;
      this.#toldTabsAt = this.#inputAt;
      others.tell();
    });
    // The server takes a new connection to be as the device was before, and waits a few seconds for this.
    const stopReady = connection.onReady(() => {
      // What the time is isn't known before; the page has only just begun.
      if (!this.#hasBegun) this.#inputAt = connection.clock.now();
      this.#hasBegun = true;
      this.#idle = this.#leftMs() <= 0;
      this.#say();
    });
    // Of a page that nobody sees, people are told by pushes, where they want that.
    const stopHidden = input.hidden?.onChange(() => this.#say()) ?? (() => undefined);
    this.#stops = [stopInput, stopReady, stopHidden, () => others.stop()];
    this.#watch(idleAfterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
  }

  #active(): void {
    this.#inputAt = this.#connection.clock.now();
    this.#tell(false);
  }

  #watch(afterMs: number): void {
    this.#timer = setTimeout(() => {
      const leftMs = this.#leftMs();
      if (leftMs <= 0) this.#tell(true);
      this.#watch(leftMs > 0 ? leftMs : idleAfterMs);
    }, afterMs);
  }

  #leftMs(): number {
    // Who listens in a call doesn't touch the keyboard.
    if (this.#isInCall()) this.#inputAt = this.#connection.clock.now();
    return this.#inputAt + idleAfterMs - this.#connection.clock.now();
  }

  #tell(idle: boolean): void {
    if (this.#idle === idle) return;
    this.#idle = idle;
    this.#say();
  }

  #say(): void {
    this.#connection.notify("status.activity", { idle: this.#idle, zone: deviceZone(), ...(this.#hidden?.get() && { hidden: true }) });
  }
}
