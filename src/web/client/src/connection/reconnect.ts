const minimumMs = 500;
const maximumMs = 20_000;
/** While something waits that the server will not keep for long. */
export const hurriedMs = 4_000;

/** Full jitter: anywhere between half a second and a bound that doubles with each attempt, up to 20 s. */
export function backoffMs(attempt: number, random: () => number, mostMs = maximumMs): number {
  const bound = Math.min(mostMs, minimumMs * 2 ** (Math.min(attempt, 10) + 1));
  return minimumMs + random() * (bound - minimumMs);
}

export interface Closing {
  readonly code: number;
  readonly attempt: number;
  /** From `session.draining`, when it came before. */
  readonly reconnectAfterMs?: number | undefined;
  readonly random: () => number;
  readonly mostMs?: number | undefined;
}

export type Verdict =
  | { readonly kind: "stay-closed" }
  | { readonly kind: "new-token"; readonly afterMs: number }
  | { readonly kind: "reconnect"; readonly afterMs: number };

/** What a close code asks of the client (protocol §2, close codes). */
export function onClose({ code, attempt, reconnectAfterMs, random, mostMs }: Closing): Verdict {
  const afterMs = backoffMs(attempt, random, mostMs);
  if (code === 4401) return { kind: "new-token", afterMs: attempt === 0 ? 0 : afterMs };
  if (code === 1000 || (code >= 4400 && code <= 4499)) return { kind: "stay-closed" };
  if (code === 1001 && reconnectAfterMs !== undefined) return { kind: "reconnect", afterMs: random() * Math.min(reconnectAfterMs, mostMs ?? reconnectAfterMs) };
  if (code === 4000 && attempt === 0) return { kind: "reconnect", afterMs: 0 };
  if (code === 4002) return { kind: "reconnect", afterMs: 10_000 + afterMs };
  return { kind: "reconnect", afterMs };
}
