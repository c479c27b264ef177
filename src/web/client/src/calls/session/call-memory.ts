import type { KeyValueStorage } from "../../connection/environment.ts";

/** What a page needs to come back into its call after a reload. */
export interface KeptCall {
  /** null: it was asked for, and the server had not named it yet. */
  readonly callId: string | null;
  readonly room: string | null;
  /** Which coming in was this page's; null while the server was being asked. */
  readonly entry: number | null;
  readonly audio: boolean;
  readonly video: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
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
      const { callId, room, entry, audio, video, at } = JSON.parse(text ?? "{}") as Partial<KeptCall>;
      if (typeof at !== "number" || (callId !== null && typeof callId !== "string")) return null;
      return { callId, room: room ?? null, entry: entry ?? null, audio: audio === true, video: video === true, at };
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
