import type { ClusterNode, Figures } from "./types.ts";

/** What a node does in a second, from two of its answers. */
export interface Rates {
  readonly messagesIn: number;
  readonly deliveries: number;
  /** Cores in use. */
  readonly cpu: number;
}

/** Null where there is no answer before, or the node has started anew since. */
export function ratesOf(before: Figures | null | undefined, now: Figures | null): Rates | null {
  if (!before || !now || before.startedAt !== now.startedAt) return null;
  const seconds = (Date.parse(now.at) - Date.parse(before.at)) / 1_000;
  if (seconds <= 0) return null;
  return {
    messagesIn: (now.messagesIn - before.messagesIn) / seconds,
    deliveries: (now.deliveries - before.deliveries) / seconds,
    cpu: (now.cpuSeconds - before.cpuSeconds) / seconds,
  };
}

/** The cluster as one. */
export interface Totals {
  readonly connections: number;
  readonly usersOnline: number;
  readonly calls: number;
  readonly messagesIn: number;
  readonly deliveries: number;
}

/** All nodes together; rates of those of which two answers are known. */
export function totalsOf(before: readonly ClusterNode[], now: readonly ClusterNode[]): Totals {
  const sum = { connections: 0, usersOnline: 0, calls: 0, messagesIn: 0, deliveries: 0 };
  for (const node of now) {
    if (!node.figures) continue;
    sum.connections += node.figures.connections;
    sum.usersOnline += node.figures.usersOnline;
    sum.calls += node.figures.calls;
    const rates = ratesOf(before.find((n) => n.address === node.address)?.figures, node.figures);
    sum.messagesIn += rates?.messagesIn ?? 0;
    sum.deliveries += rates?.deliveries ?? 0;
  }
  return sum;
}
