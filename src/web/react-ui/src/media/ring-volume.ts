import { kept } from "../kept.ts";
import { storage } from "../storage.ts";

const key = "akkarealtime.ring.volume";

/** How loud calls ring on this device, from 0 to 1. */
export const ringVolume = kept(() => {
  const value = Number(storage.getItem(key) ?? "1");
  return value >= 0 && value <= 1 ? value : 1;
});

export function setRingVolume(volume: number): void {
  storage.setItem(key, String(volume));
  ringVolume.set(volume);
}
