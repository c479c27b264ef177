import { useEffect, useState } from "react";
import { NoiseFloor } from "./noise.ts";

const everyMs = 100;

/** Whether a microphone's sound is never quiet. */
export function useNoise(stream: MediaStream | null): boolean {
  const track = stream?.getAudioTracks()[0];
  const [isNoisy, setNoisy] = useState(false);
  useEffect(() => {
    if (!track || typeof AudioContext === "undefined") return undefined;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const floor = new NoiseFloor();
    const timer = setInterval(() => {
      // Before the page is clicked, and on hold, it hears nothing.
      if (context.state !== "running" || !track.enabled) return;
      analyser.getFloatTimeDomainData(samples);
      setNoisy(floor.hear(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length), performance.now()));
    }, everyMs);
    void context.resume();
    return () => {
      clearInterval(timer);
      void context.close();
      setNoisy(false);
    };
  }, [track]);
  return isNoisy;
}
