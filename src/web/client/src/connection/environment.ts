/** The part of a browser WebSocket that the connection uses. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** When the surroundings say that trying now is better than waiting. */
export interface Surroundings {
  /** The network came back, or the page became visible. */
  onWake(listener: () => void): () => void;
}

export const browserSurroundings: Surroundings = {
  onWake(listener) {
    // A worker hears of the network and has no document; a server has neither.
    const surroundings = globalThis as Partial<typeof globalThis>;
    const { document } = surroundings;
    const onVisible = () => {
      if (document?.visibilityState === "visible") listener();
    };
    const ends = new AbortController();
    const options = { signal: ends.signal };
    for (const event of ["online", "offline"]) surroundings.addEventListener?.(event, listener, options);
    document?.addEventListener("visibilitychange", onVisible, options);
    return () => ends.abort();
  },
};

export function browserSocket(url: string, protocols: string[]): SocketLike {
  if (typeof WebSocket === "undefined") throw new TypeError("No WebSocket here (Node 22 has one): pass a `createSocket`");
  return new WebSocket(url, protocols) as unknown as SocketLike;
}

/** Where a device keeps little things, such as its id: `localStorage`, or something like it. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** For browsers and tests that have none, or forbid it. */
export function memoryStorage(): KeyValueStorage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

export function browserStorage(kind: "localStorage" | "sessionStorage"): KeyValueStorage {
  try {
    return (globalThis as Partial<Record<typeof kind, KeyValueStorage>>)[kind] ?? memoryStorage();
  } catch {
    return memoryStorage();
  }
}

/** A random id, also where the page is not in a secure context and `randomUUID` is missing. */
export function newId(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The device id of this browser profile: made once, then kept. */
export function deviceId(storage: KeyValueStorage, key = "akkarealtime.device"): string {
  const kept = storage.getItem(key);
  if (kept && /^[A-Za-z0-9_-]{1,64}$/.test(kept)) return kept;
  const made = newId();
  storage.setItem(key, made);
  return made;
}
