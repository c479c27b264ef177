import { useLayoutEffect, useState, type RefObject } from "react";

/**
 * When what is open inside of `box` goes and takes the focus with it, the focus goes back to where it was before: to the control that opened it
 * or, where that is gone, to what was around it.
 */
export function useReturnFocus(box: RefObject<HTMLElement | null>): void {
  // Before it is drawn: a field in it may take the focus as soon as it is there.
  const [places] = useState(() => placesAround(document.activeElement));
  useLayoutEffect(() => {
    const element = box.current;
    // A finger needs no focus, and a field would bring up the keyboard.
    const isTouch = matchMedia("(pointer: coarse)").matches;
    return () => {
      // Whoever went elsewhere by themselves stays there.
      const focused = document.activeElement;
      const isLost = focused === null || focused === document.body || element?.contains(focused) === true;
      // Behind the change, which may bring back what opened it.
      if (isLost) queueMicrotask(() => focusFirst(places, !isTouch));
    };
  }, [box, places]);
}

const focusable = "button, [href], input, textarea, select, [tabindex]";

/** An element and what around it can take the focus, from the inside out. */
export function placesAround(start: Element | null): readonly HTMLElement[] {
  const places: HTMLElement[] = [];
  for (let at = start; at !== null && at !== document.body; at = at.parentElement) {
    if (at instanceof HTMLElement && at.matches(focusable)) places.push(at);
  }
  return places;
}

export function focusFirst(places: readonly HTMLElement[], hasFallback: boolean): void {
  const focused = document.activeElement;
  if (focused !== null && focused !== document.body) return;
  const place = places.find((one) => one.isConnected && !one.matches(":disabled"));
  const fallback = hasFallback ? document.querySelector<HTMLElement>("main textarea, main [tabindex='0']") : null;
  (place ?? fallback)?.focus({ preventScroll: true });
}
