import { useEffect, useRef, type RefObject } from "react";

const gain = 4;

/** How loud a stream is, written into `--level` (0 to 1) of an element many times a second, without rendering anything. */
export function useLevel<T extends HTMLElement>(stream: MediaStream | null): RefObject<T | null> {
  const element = useRef<T>(null);
  const track = stream?.getAudioTracks()[0];
  useEffect(() => {
    const meter = element.current;
    if (!track || !meter) return;
    const context = new AudioContext();
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let frame = 0;
    let shown = 0;
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      shown = Math.max(Math.min(1, loudness * gain), shown * 0.9);
      meter.style.setProperty("--level", shown.toFixed(3));
      meter.dataset.heard = String(meter.dataset.heard === "true" || shown > 0.05);
      frame = requestAnimationFrame(draw);
    };
    void context.resume().then(draw);
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
    };
  }, [track]);
  return element;
}
