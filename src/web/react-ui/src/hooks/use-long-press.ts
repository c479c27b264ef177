import { useRef, type PointerEvent } from "react";

const pressMs = 450;
const slackPx = 10;

/** A finger that stays: what the right button is to a mouse. Scrolling is none. */
export function useLongPress(onPress: () => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const end = () => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      end();
      if (event.pointerType !== "touch") return;
      const timer = setTimeout(() => {
        swallowClick();
        onPress();
      }, pressMs);
      press.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      const begun = press.current;
      if (begun && Math.hypot(event.clientX - begun.x, event.clientY - begun.y) > slackPx) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

/** The release of this press is no click, neither on what was pressed nor on what has come under the finger. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const options = { capture: true };
  document.addEventListener("click", swallow, options);
  document.addEventListener("contextmenu", swallow, options);
  const stop = () => {
    document.removeEventListener("click", swallow, options);
    document.removeEventListener("contextmenu", swallow, options);
    document.removeEventListener("pointerdown", stop, options);
  };
  document.addEventListener("pointerdown", stop, options);
}
