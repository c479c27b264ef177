const minimumMs = 500;
const maximumMs = 20_000;
/** While something waits that the server will not keep for long. */
export const hurriedMs = 4_000;

/** Full jitter: anywhere between half a second and a bound that doubles with each attempt, up to 20 s. */
export function backoffMs(attempt: number, random: () => number, mostMs = maximumMs): number {
  const bound = Math.min(mostMs, minimumMs * 2 ** (attempt + 1));
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

/** When to come back after a close code (protocol §2, close codes), with a new token after 4401; null: not by itself. */
export function afterClose({ code, attempt, reconnectAfterMs, random, mostMs }: Closing): number | null {
  const afterMs = backoffMs(attempt, random, mostMs);
  if (code === 4401 || code === 4000) return attempt === 0 ? 0 : afterMs;
  if (code === 1000 || (code >= 4400 && code <= 4499)) return null;
  if (code === 1001 && reconnectAfterMs !== undefined) return random() * Math.min(reconnectAfterMs, mostMs ?? reconnectAfterMs);
  return code === 4002 ? 10_000 + afterMs : afterMs;
}
