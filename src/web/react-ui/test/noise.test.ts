import { describe, expect, it } from "vitest";
import { NoiseFloor } from "../src/media/noise.ts";

/** Whether anything is noticed in levels that come ten times a second. */
function isNoticed(seconds: number, level: (second: number) => number): boolean {
  const floor = new NoiseFloor();
  let isNoisy = false;
  for (let tenth = 0; tenth < seconds * 10; tenth++) isNoisy = floor.hear(level(tenth / 10), tenth * 100) || isNoisy;
  return isNoisy;
}

describe("noise that a microphone picks up", () => {
  it("is what never stops", () => expect(isNoticed(12, () => 0.05)).toBe(true));
  it("is not noticed at once", () => expect(isNoticed(7, () => 0.05)).toBe(false));
  it("is no speech, which has pauses", () => expect(isNoticed(60, (second) => (second % 2 < 1.5 ? 0.2 : 0.003))).toBe(false));
  it("is heard in the pauses of speech", () => expect(isNoticed(12, (second) => (second % 2 < 1.5 ? 0.2 : 0.04))).toBe(true));
  it("is over when it is quiet", () => {
    const floor = new NoiseFloor();
    for (let at = 0; at < 10_000; at += 100) floor.hear(0.1, at);
    expect(floor.hear(0.1, 10_000)).toBe(true);
    let isNoisy = true;
    for (let at = 10_100; at < 12_000; at += 100) isNoisy = floor.hear(0.001, at);
    expect(isNoisy).toBe(false);
  });
});
