import { elapsedMs } from "../../connection/clock.ts";
import { measure, worst, type Counters, type LinkQuality } from "./quality.ts";
import { SpeakerDetector, type Speakers } from "./speaker.ts";

/** One participant as the monitor looks at them. */
export interface Watched {
  readonly participant: string;
  readonly peer: RTCPeerConnection;
  readonly stream: MediaStream;
}

export interface MonitorOptions {
  readonly watched: () => readonly Watched[];
  readonly onQuality: (qualities: ReadonlyMap<string, LinkQuality>) => void;
  readonly onSpeakers: (speakers: Speakers) => void;
  /** For the server: every ten seconds. */
  readonly report: (stats: { rttMs: number; lossPct: number; jitterMs: number; bitrateKbps: number }) => void;
}

const levelEveryMs = 200;
const statsEveryMs = 2_000;
const reportEveryMs = 10_000;

/** Looks at the links of a call as long as it lasts: who speaks, and how well the media arrives. */
export class CallMonitor {
  readonly #options: MonitorOptions;
  readonly #speakers = new SpeakerDetector();
  #counters = new Map<string, Counters>();
  #qualities: readonly LinkQuality[] = [];
  #timers: ReturnType<typeof setInterval>[] = [];

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#timers.length > 0) return;
    this.#timers = [
      setInterval(() => this.#listen(), levelEveryMs),
      setInterval(() => void this.#measure(), statsEveryMs),
      setInterval(() => {
        const stats = worst(this.#qualities);
        if (stats) this.#options.report(stats);
      }, reportEveryMs),
    ];
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  #listen(): void {
    const levels = new Map<string, number>();
    for (const { participant, peer, stream } of this.#options.watched()) levels.set(participant, levelOf(peer, stream));
    this.#options.onSpeakers(this.#speakers.update(levels, elapsedMs()));
  }

  async #measure(): Promise<void> {
    const counters = new Map<string, Counters>();
    const qualities = new Map<string, LinkQuality>();
    await Promise.all(
      this.#options.watched().map(async ({ participant, peer, stream }) => {
        if (peer.connectionState !== "connected") return;
        const report = await peer.getStats().catch(() => null);
        if (!report) return;
        const tracks = new Set(stream.getTracks().map(({ id }) => id));
        const measured = measure(report, this.#counters.get(participant) ?? null, elapsedMs(), tracks);
        counters.set(participant, measured.counters);
        qualities.set(participant, measured.quality);
      }),
    );
    if (this.#timers.length === 0) return;
    this.#counters = counters;
    this.#qualities = [...qualities.values()];
    this.#options.onQuality(qualities);
  }
}

function levelOf(peer: RTCPeerConnection, stream: MediaStream): number {
  const track = stream.getAudioTracks()[0];
  const receiver = track && peer.getReceivers().find((one) => one.track === track);
  // Of the last second only: without new packets the last level would stand for ever. Browsers differ in what the time counts from.
  const now = performance.now();
  const isFresh = (timestamp: number) => Math.min(Math.abs(now - timestamp), Math.abs(performance.timeOrigin + now - timestamp)) < 1_000;
  return Math.max(0, ...(receiver?.getSynchronizationSources() ?? []).map(({ audioLevel, timestamp }) => (isFresh(timestamp) ? (audioLevel ?? 0) : 0)));
}
