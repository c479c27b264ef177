import type { Attachment } from "@akkarealtime/client";

type Voice = NonNullable<Attachment["voice"]>;

/** What was recorded: its sound, how long it is, and how it looks. */
export interface Recorded {
  readonly sound: Blob;
  readonly voice: Voice;
}

export interface Recording {
  readonly stream: MediaStream;
  /** Milliseconds until now. */
  readonly length: () => number;
  /** Ends it, and gives what there is. */
  readonly stop: () => Promise<Recorded>;
  /** Ends it, and nothing of it stays. */
  readonly cancel: () => void;
}

const kinds = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
/** Enough for a voice, by Opus: some 240 KB a minute. */
const bitsPerSecond = 32_000;
const sampleEveryMs = 60;
const mostPeaks = 48;

export function canRecord(): boolean {
  // Both are missing where a page has no secure context.
  return typeof MediaRecorder !== "undefined" && "mediaDevices" in navigator;
}

/** Begins to record the microphone, which the browser may ask for. Rejects where it may not, or there is none. */
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
  const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: bitsPerSecond, ...(mimeType !== undefined && { mimeType }) });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const loudness: number[] = [];
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    loudness.push(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
  }, sampleEveryMs);
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const began = performance.now();
  let ended: number | null = null;
  // It ends by itself where the microphone is unplugged, or taken away.
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => {
      ended ??= performance.now();
      resolve();
    };
  });
  recorder.start();
  const length = () => Math.max(1, Math.round((ended ?? performance.now()) - began));
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  return {
    stream,
    length,
    stop: async () => {
      ended ??= performance.now();
      if (recorder.state !== "inactive") recorder.stop();
      await stopped;
      end();
      const [type = "audio/webm"] = recorder.mimeType.split(";");
      return { sound: new Blob(parts, { type }), voice: { ms: length(), peaks: peaksOf(loudness) } };
    },
    cancel: () => {
      recorder.ondataavailable = null;
      if (recorder.state !== "inactive") recorder.stop();
      end();
    },
  };
}

/** As many as a message shows: the loudest of each part, beside the loudest of all. Silence stays small. */
export function peaksOf(loudness: readonly number[], most = mostPeaks): number[] {
  const count = Math.min(most, loudness.length);
  const loudest = Math.max(0.02, ...loudness);
  return Array.from({ length: count }, (_, index) => {
    const part = loudness.slice(Math.floor((index * loudness.length) / count), Math.floor(((index + 1) * loudness.length) / count));
    return Math.round((100 * Math.max(...part)) / loudest);
  });
}
