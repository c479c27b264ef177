import { describe, expect, it } from "vitest";
import { ratesOf, totalsOf } from "../src/api/rates.ts";
import type { ClusterNode, Figures } from "../src/api/types.ts";

const figures = (seconds: number, more: Partial<Figures> = {}): Figures => ({
  version: "1.0.0",
  startedAt: "2026-01-01T00:00:00.000Z",
  at: new Date(Date.parse("2026-01-01T01:00:00.000Z") + seconds * 1_000).toISOString(),
  connections: 0,
  maxConnections: 100,
  draining: false,
  usersOnline: 0,
  calls: 0,
  messagesIn: 0,
  messagesOut: 0,
  deliveries: 0,
  actorRestarts: 0,
  cpuSeconds: 0,
  memoryBytes: 0,
  queues: {},
  drops: {},
  closes: {},
  ...more,
});

const node = (address: string, of: Figures | null): ClusterNode => ({ address, status: "Up", reachable: true, figures: of });

describe("rates of a node", () => {
  it("are what was counted between two answers, by the node's own clock", () => {
    const before = figures(0, { messagesIn: 100, deliveries: 1_000, cpuSeconds: 5 });
    expect(ratesOf(before, figures(2, { messagesIn: 120, deliveries: 1_400, cpuSeconds: 6 }))).toEqual({ messagesIn: 10, deliveries: 200, cpu: 0.5 });
  });

  it("are unknown for a first answer, none, one that came twice, and a node that has started anew", () => {
    expect(ratesOf(undefined, figures(0))).toBeNull();
    expect(ratesOf(figures(0), null)).toBeNull();
    expect(ratesOf(figures(0), figures(0))).toBeNull();
    expect(ratesOf(figures(0, { messagesIn: 100 }), figures(2, { startedAt: "2026-01-01T01:00:01.000Z" }))).toBeNull();
  });
});

it("the cluster is the sum of the nodes that answer", () => {
  const before = [node("a", figures(0)), node("b", figures(0))];
  const now = [node("a", figures(2, { connections: 3, usersOnline: 2, calls: 1, messagesIn: 4, deliveries: 8 })), node("b", null), node("c", figures(2, { connections: 1, messagesIn: 99 }))];
  expect(totalsOf(before, now)).toEqual({ connections: 4, usersOnline: 2, calls: 1, messagesIn: 2, deliveries: 4 });
});
