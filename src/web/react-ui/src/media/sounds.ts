import { ringVolume } from "./ring-volume.ts";

let context: AudioContext | undefined;

/** A short tone with a soft edge; nothing where the browser doesn't allow sound yet. */
function tone(frequency: number, startS: number, lengthS: number, volume: number): void {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  const at = context.currentTime + startS;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = "sine";
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume, at + 0.02);
  gain.gain.setValueAtTime(volume, at + lengthS - 0.06);
  gain.gain.linearRampToValueAtTime(0, at + lengthS);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + lengthS);
}

function repeat(play: () => void, everyMs: number): () => void {
  const attempt = () => {
    try {
      play();
    } catch {
      // No audio device: the call still shows.
    }
  };
  attempt();
  const timer = setInterval(attempt, everyMs);
  return () => {
    clearInterval(timer);
    // What was scheduled ahead must not ring on.
    void context?.close();
    context = undefined;
  };
}

/** A rising figure of four notes, as loud as calls are to ring. */
function figure(notes: readonly number[], startS: number): void {
  const volume = 0.14 * ringVolume.get();
  if (volume > 0) for (const [index, frequency] of notes.entries()) tone(frequency, startS + index * 0.16, 0.2, volume);
}

const firstFigure = [659, 784, 988, 784];

/** An incoming call. */
export function ring(): () => void {
  return repeat(() => {
    figure(firstFigure, 0);
    figure([659, 784, 988, 1175], 0.9);
  }, 3_000);
}

/** What a call begins to ring with, to hear how loud that is. */
export function tryRing(): void {
  try {
    figure(firstFigure, 0);
  } catch {
    // No audio device.
  }
}

/** An outgoing call that rings over there. */
export function ringBack(): () => void {
  return repeat(() => tone(425, 0, 1, 0.05), 4_000);
}

/** Two notes out of the chosen speaker, to hear that it works. */
export function tryOut(speaker: string | null): void {
  const own: AudioContext & { setSinkId?: (id: string) => Promise<void> } = new AudioContext();
  const sound = () => {
    for (const [index, frequency] of [523, 784].entries()) {
      const oscillator = own.createOscillator();
      const gain = own.createGain();
      oscillator.frequency.value = frequency;
      gain.gain.value = 0.12;
      oscillator.connect(gain).connect(own.destination);
      oscillator.start(own.currentTime + index * 0.3);
      oscillator.stop(own.currentTime + index * 0.3 + 0.25);
      if (index === 1) oscillator.onended = () => void own.close();
    }
  };
  void (own.setSinkId?.(speaker ?? "") ?? Promise.resolve()).then(sound, sound);
}

/** A message that wants to be noticed: two short notes. */
export function blip(): void {
  try {
    tone(784, 0, 0.12, 0.08);
    tone(1047, 0.1, 0.16, 0.08);
  } catch {
    // No audio device.
  }
}
