import { Store } from "@akkarealtime/client";

const elements = new Set<HTMLMediaElement>();
let speaker = "";

/** The browser wants a click before it makes a sound. */
export const soundBlocked = new Store(false);
export const canChooseSpeaker = typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;

/** Plays what it shows, through the chosen speaker, for as long as it is on the page. */
export function playing(element: HTMLMediaElement): () => void {
  elements.add(element);
  direct(element);
  return () => {
    elements.delete(element);
    if (elements.size === 0) soundBlocked.set(false);
  };
}

export function play(element: HTMLMediaElement): void {
  element.play().catch((error: unknown) => {
    if (error instanceof Error && error.name === "NotAllowedError") soundBlocked.set(true);
  });
}

/** At a click: everything that was blocked. */
export function playAll(): void {
  soundBlocked.set(false);
  for (const element of elements) play(element);
}

/** All sound by this speaker; null for the system's choice. */
export function setSpeaker(id: string | null): void {
  speaker = id ?? "";
  for (const element of elements) direct(element);
}

function direct(element: HTMLMediaElement): void {
  if (!canChooseSpeaker || element.muted || element.sinkId === speaker) return;
  // A speaker that was unplugged just now: the system's is used.
  element.setSinkId(speaker).catch(() => undefined);
}
