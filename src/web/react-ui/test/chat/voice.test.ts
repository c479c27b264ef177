import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { peaksOf, record } from "../../src/chat/voice/recording.ts";
import { plainText } from "../../src/text/plain.ts";

const file = { id: "f", name: "a.webm", type: "audio/webm", size: 1, url: "/f" };

describe("a voice message", () => {
  it("is called so in one line, with its length, where another file is called by its name", () => {
    expect(plainText({ text: "", attachments: [{ ...file, voice: { ms: 12_400 } }, file] })).toBe("Voice message (0:12), a.webm");
  });

  it("has the loudest of each part, beside the loudest of all", () => {
    expect(peaksOf([0.1, 0.2, 0.4, 0.1], 2)).toEqual([50, 100]);
    expect(peaksOf(Array.from({ length: 500 }, () => 0.3))).toEqual(Array.from({ length: 48 }, () => 100));
  });

  it("that is short has as many peaks as there were samples, and a silent one stays flat", () => {
    expect(peaksOf([0.5, 0.25])).toEqual([100, 50]);
    expect(peaksOf([])).toEqual([]);
    expect(Math.max(...peaksOf([0.0001, 0.0002, 0.0001]))).toBeLessThan(5);
  });
});

describe("a recording", () => {
  const track = { stop: vi.fn() };
  const made: FakeRecorder[] = [];

  class FakeRecorder {
    static isTypeSupported = (type: string) => type === "audio/mp4";
    state = "inactive";
    ondataavailable: ((event: { data: Blob }) => void) | null = null;
    onstop: (() => void) | null = null;
    readonly mimeType: string;

    constructor(_: unknown, options: { mimeType: string }) {
      this.mimeType = `${options.mimeType};codecs=opus`;
      made.push(this);
    }

    start() {
      this.state = "recording";
    }

    /** As when it is told to, and when the microphone goes. */
    stop() {
      this.state = "inactive";
      this.ondataavailable?.({ data: new Blob(["sound"]) });
      queueMicrotask(() => this.onstop?.());
    }
  }

  class FakeContext {
    static closed = 0;
    createAnalyser = () => ({ fftSize: 32, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(0.5) });
    createMediaStreamSource = () => ({ connect: () => undefined });
    close = () => {
      FakeContext.closed++;
      return Promise.resolve();
    };
  }

  beforeEach(() => {
    vi.useFakeTimers();
    track.stop.mockClear();
    FakeContext.closed = 0;
    vi.stubGlobal("MediaRecorder", FakeRecorder);
    vi.stubGlobal("AudioContext", FakeContext);
    vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: () => Promise.resolve({ getTracks: () => [track] }) } });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is as the browser can, as long as it went on, and lets the microphone go", async () => {
    const recording = await record();
    vi.advanceTimersByTime(600);
    const { sound, voice } = await recording.stop();
    expect(sound.type).toBe("audio/mp4");
    expect(voice).toEqual({ ms: 600, peaks: Array.from({ length: 10 }, () => 100) });
    recording.cancel();
    expect(track.stop).toHaveBeenCalledTimes(1);
    expect(FakeContext.closed).toBe(1);
  });

  it("whose microphone was unplugged gives what there was until then", async () => {
    const recording = await record();
    vi.advanceTimersByTime(300);
    made.at(-1)?.stop();
    await Promise.resolve();
    vi.advanceTimersByTime(5_000);
    const { sound, voice } = await recording.stop();
    expect(sound.size).toBe(5);
    expect(voice.ms).toBe(300);
  });

  it("that is let go keeps nothing", async () => {
    const recording = await record();
    recording.cancel();
    expect(made.at(-1)?.ondataavailable).toBeNull();
    expect(track.stop).toHaveBeenCalledTimes(1);
  });
});
