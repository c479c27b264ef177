/** How good a link is, in one word. */
export type QualityGrade = "good" | "fair" | "poor";

/** How one participant's media arrives here; null where the browser doesn't say (yet). */
export interface LinkQuality {
  readonly grade: QualityGrade;
  readonly rttMs: number | null;
  readonly lossPct: number | null;
  readonly jitterMs: number | null;
  /** What arrives from them. */
  readonly bitrateKbps: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  /** The media goes by a TURN server. */
  readonly isRelayed: boolean;
}

/** The counters of one moment; two of them make a rate. */
export interface Counters {
  readonly atMs: number;
  readonly bytes: number;
  readonly received: number;
  readonly lost: number;
}

/** The members that are read here (W3C webrtc-stats); which of them are there differs by browser. */
interface Stat {
  readonly id: string;
  readonly type: string;
  readonly kind?: string;
  readonly trackIdentifier?: string;
  readonly bytesReceived?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly jitter?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly framesPerSecond?: number;
  readonly state?: string;
  readonly nominated?: boolean;
  readonly selectedCandidatePairId?: string;
  readonly currentRoundTripTime?: number;
  readonly roundTripTime?: number;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
}

export type StatsReport = Iterable<readonly [string, object]>;

/** Reads one report. `tracks`: which tracks of it belong to the participant, where a connection carries several people. */
export function measure(report: StatsReport, before: Counters | null, atMs: number, tracks: ReadonlySet<string>): { quality: LinkQuality; counters: Counters } {
  const stats = new Map<string, Stat>();
  for (const [id, stat] of report) stats.set(id, stat as Stat);
  const all = [...stats.values()];
  const inbound = all.filter((stat) => stat.type === "inbound-rtp" && (stat.trackIdentifier === undefined || tracks.has(stat.trackIdentifier)));
  const sum = (pick: (stat: Stat) => number | undefined) => inbound.reduce((total, stat) => total + (pick(stat) ?? 0), 0);
  const counters: Counters = {
    atMs,
    bytes: sum((stat) => stat.bytesReceived),
    received: sum((stat) => stat.packetsReceived),
    lost: sum((stat) => stat.packetsLost),
  };
  // A new peer connection counts from nothing again.
  const since = before && before.bytes <= counters.bytes && before.received <= counters.received && atMs > before.atMs ? before : null;
  const received = counters.received - (since?.received ?? 0);
  const lost = Math.max(0, counters.lost - (since?.lost ?? 0));
  const pair = selectedPair(all, stats);
  const rtt = pair?.currentRoundTripTime ?? all.find((stat) => stat.type === "remote-inbound-rtp" && stat.roundTripTime !== undefined)?.roundTripTime;
  const jitters = inbound.flatMap(({ jitter }) => (jitter === undefined ? [] : [jitter * 1_000]));
  const picture = inbound.find((stat) => stat.kind === "video" && stat.frameWidth !== undefined);
  const ends = [pair?.localCandidateId, pair?.remoteCandidateId].map((id) => (id === undefined ? undefined : stats.get(id)?.candidateType));
  const measured = {
    rttMs: rtt === undefined ? null : rtt * 1_000,
    lossPct: received + lost > 0 ? (lost / (received + lost)) * 100 : null,
    jitterMs: jitters.length > 0 ? Math.max(...jitters) : null,
    bitrateKbps: since ? ((counters.bytes - since.bytes) * 8) / (atMs - since.atMs) : 0,
    width: picture?.frameWidth ?? null,
    height: picture?.frameHeight ?? null,
    framesPerSecond: picture?.framesPerSecond ?? null,
    isRelayed: ends.includes("relay"),
  };
  return { quality: { ...measured, grade: grade(measured) }, counters };
}

function selectedPair(all: readonly Stat[], stats: ReadonlyMap<string, Stat>): Stat | undefined {
  const id = all.find((stat) => stat.type === "transport" && stat.selectedCandidatePairId !== undefined)?.selectedCandidatePairId;
  if (id !== undefined) return stats.get(id);
  return all.find((stat) => stat.type === "candidate-pair" && stat.state === "succeeded" && stat.nominated === true);
}

/**
 * ITU-T G.114: a one-way delay over 150 ms is noticed, over 400 ms conversation suffers; Opus hides some 3 % of loss, beyond 8 % words get lost.
 */
export function grade({ rttMs, lossPct, jitterMs }: Pick<LinkQuality, "rttMs" | "lossPct" | "jitterMs">): QualityGrade {
  if ((lossPct ?? 0) > 8 || (rttMs ?? 0) > 600 || (jitterMs ?? 0) > 100) return "poor";
  if ((lossPct ?? 0) > 3 || (rttMs ?? 0) > 300 || (jitterMs ?? 0) > 40) return "fair";
  return "good";
}

/** What `call.stats` says of a whole call: the worst of its links, and everything that arrives. */
export function worst(qualities: readonly LinkQuality[]): { rttMs: number; lossPct: number; jitterMs: number; bitrateKbps: number } | null {
  if (qualities.length === 0) return null;
  const most = (pick: (quality: LinkQuality) => number | null) => round(Math.max(0, ...qualities.map((quality) => pick(quality) ?? 0)));
  return {
    rttMs: most(({ rttMs }) => rttMs),
    lossPct: Math.min(100, most(({ lossPct }) => lossPct)),
    jitterMs: most(({ jitterMs }) => jitterMs),
    bitrateKbps: round(qualities.reduce((total, { bitrateKbps }) => total + bitrateKbps, 0)),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
