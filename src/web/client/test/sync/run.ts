import { isLogEvent, type AnyLogEvent, type Call, type CallHistoryEntry, type Member, type Message, type Room, type SessionReadyEvent, type Status } from "../../src/protocol/index.ts";
import recording from "./recorded-run.json?raw";

export interface Frame {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Step extends Partial<Pick<Truth, "rooms" | "calls" | "callHistory" | "missed" | "statuses">> {
  readonly what: string;
  /** What the connection was told unasked. */
  readonly frames: readonly Frame[];
  /** By room, what has changed. */
  readonly messages?: Readonly<Record<string, readonly Message[]>>;
  readonly members?: Readonly<Record<string, readonly Member[]>>;
}

interface Recording {
  readonly ready: SessionReadyEvent;
  readonly people: readonly string[];
  readonly logs: Readonly<Record<string, readonly AnyLogEvent[]>>;
  readonly steps: readonly Step[];
}

/** What the server answers after a step, as it answered it. */
export interface Truth {
  readonly rooms: readonly Room[];
  readonly messages: ReadonlyMap<string, readonly Message[]>;
  readonly members: ReadonlyMap<string, readonly Member[]>;
  readonly calls: readonly Call[];
  readonly callHistory: readonly CallHistoryEntry[];
  readonly missed: number;
  readonly statuses: readonly Status[];
}

/** A run of a real server, recorded by `RecordedRunTests` of the server's tests. */
export const run = JSON.parse(recording) as Recording;

/** By step. */
export const truths: readonly Truth[] = told();

export const lastTruth: Truth = truths.at(-1) ?? nothing();

function told(): Truth[] {
  const all: Truth[] = [];
  for (const { rooms, messages = {}, members = {}, calls, callHistory, missed, statuses } of run.steps) {
    const before = all.at(-1) ?? nothing();
    const changed = new Map(before.messages);
    for (const [room, some] of Object.entries(messages)) {
      const byId = new Map([...(changed.get(room) ?? []), ...some].map((message) => [message.id, message]));
      changed.set(room, [...byId.values()].sort((a, b) => a.seq - b.seq));
    }
    all.push({
      rooms: rooms ?? before.rooms,
      messages: changed,
      members: new Map([...before.members, ...Object.entries(members)]),
      calls: calls ?? before.calls,
      callHistory: callHistory ?? before.callHistory,
      missed: missed ?? before.missed,
      statuses: statuses ?? before.statuses,
    });
  }
  return all;
}

function nothing(): Truth {
  return { rooms: [], messages: new Map(), members: new Map(), calls: [], callHistory: [], missed: 0, statuses: [] };
}

const live = new Map<string, AnyLogEvent>();
for (const frame of run.steps.flatMap(({ frames }) => frames)) {
  if (isLogEvent(frame)) live.set(`${frame.data.room} ${frame.data.seq}`, frame);
}

/** A room's log as a sync brings it while it ends at `head`: what is deleted by then has lost its words. */
export function logUpTo(room: string, head: number): readonly AnyLogEvent[] {
  const events = (run.logs[room] ?? []).filter(({ data }) => data.seq <= head);
  const gone = new Set(events.flatMap((event) => (isLogEvent(event) && event.type === "chat.deleted" ? [event.data.id] : [])));
  return events.map((event) => {
    const isGone = "id" in event.data && gone.has(event.data.id);
    return isGone ? event : (live.get(`${room} ${event.data.seq}`) ?? event);
  });
}
