import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RingVolume } from "../../src/components/call/RingVolume.tsx";
import { ringVolume, setRingVolume } from "../../src/media/ring-volume.ts";
import { ring } from "../../src/media/sounds.ts";
import { laterTestIds } from "../../src/testids-later.ts";

const loudest: number[] = [];

class FakeContext {
  readonly state = "running";
  readonly currentTime = 0;
  readonly destination = {};
  createOscillator = () => ({ type: "", frequency: { value: 0 }, connect: (to: unknown) => to, start: () => undefined, stop: () => undefined });
  createGain = () => ({ gain: { setValueAtTime: (value: number) => loudest.push(value), linearRampToValueAtTime: () => undefined }, connect: () => undefined });
  close = () => Promise.resolve();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("AudioContext", FakeContext);
  loudest.length = 0;
});

afterEach(() => {
  cleanup();
  setRingVolume(1);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** How loud a call rings, once. */
function heard(): number {
  ring()();
  return Math.max(0, ...loudest);
}

describe("a call", () => {
  it("rings as loud as was chosen, on this device from then on", () => {
    const whole = heard();
    render(<RingVolume />);
    const slider = screen.getByTestId(laterTestIds.ringVolume);
    fireEvent.change(slider, { target: { value: "50" } });
    loudest.length = 0;
    expect(heard()).toBeCloseTo(whole / 2);
    expect([localStorage.getItem("akkarealtime.ring.volume"), slider.getAttribute("aria-valuetext")]).toEqual(["0.5", "50 %"]);

    // What is let go of is heard.
    loudest.length = 0;
    fireEvent.pointerUp(slider);
    expect(Math.max(...loudest)).toBeCloseTo(whole / 2);
  });

  it("doesn't sound at 0, and says so", () => {
    render(<RingVolume />);
    const slider = screen.getByTestId(laterTestIds.ringVolume);
    fireEvent.change(slider, { target: { value: "0" } });
    expect([heard(), ringVolume.get(), slider.getAttribute("aria-valuetext")]).toEqual([0, 0, "Off"]);
  });
});
