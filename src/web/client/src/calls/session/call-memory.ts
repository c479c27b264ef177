import type { KeyValueStorage } from "../../connection/environment.ts";

/** What a page needs to come back into its call after a reload. */
export interface KeptCall {
  readonly callId: string;
  readonly audio: boolean;
  readonly video: boolean;
}

/**
 * The call that a page was in when it went away, in the tab's own storage. Written at the very end and not before, so that a
 * duplicated tab, which is born with a copy of the storage, does not take the call away from the first.
 */
export class CallMemory {
  readonly #storage: KeyValueStorage;
  readonly #key: string;

  constructor(storage: KeyValueStorage, key: string) {
    this.#storage = storage;
    this.#key = key;
  }

  keep(call: KeptCall): void {
    this.#storage.setItem(this.#key, JSON.stringify(call));
  }

  /** Once only: a call that could not be entered again is not tried for ever. */
  take(): KeptCall | null {
    const text = this.#storage.getItem(this.#key);
    this.#storage.removeItem(this.#key);
    try {
      const { callId, audio, video } = JSON.parse(text ?? "{}") as Partial<KeptCall>;
      return typeof callId === "string" ? { callId, audio: audio === true, video: video === true } : null;
    } catch {
      return null;
    }
  }
}

export function browserPageHide(listener: () => void): () => void {
  if (typeof window === "undefined") return () => undefined;
  window.addEventListener("pagehide", listener);
  return () => window.removeEventListener("pagehide", listener);
}
