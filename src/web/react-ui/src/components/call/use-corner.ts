import { Store } from "@akkarealtime/client";
import { useReadable } from "@akkarealtime/react";
import { useRef, type PointerEvent } from "react";
import { direction } from "../../i18n/language.ts";

const corners = ["bottom-end", "bottom-start", "top-start", "top-end"] as const;
type Corner = (typeof corners)[number];

/** Stays where it was put from call to call, as long as the page is open. */
const chosen = new Store<Corner>("bottom-end");

/** A picture that stands in a corner: it is dragged to another one, or goes on to the next by a button. */
export function useCorner() {
  const corner = useReadable(chosen);
  const begun = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const end = (event: PointerEvent<HTMLElement>) => {
    if (begun.current === null) return;
    begun.current = null;
    const element = event.currentTarget;
    const box = element.getBoundingClientRect();
    element.style.translate = "";
    const around = element.parentElement?.getBoundingClientRect();
    if (event.type === "pointerup" && around) chosen.set(cornerAt(box, around, direction() === "rtl"));
  };
  return {
    corner,
    move: () => chosen.set(corners[(corners.indexOf(corner) + 1) % corners.length] ?? "bottom-end"),
    drag: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button"))) return;
        begun.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (begun.current) event.currentTarget.style.translate = `${event.clientX - begun.current.x}px ${event.clientY - begun.current.y}px`;
      },
      onPointerUp: end,
      onPointerCancel: end,
    },
  };
}

/** The corner of `around` that the middle of `box` is nearest to. */
export function cornerAt(box: DOMRect, around: DOMRect, isRtl: boolean): Corner {
  const isLower = box.top + box.height / 2 > around.top + around.height / 2;
  const isRight = box.left + box.width / 2 > around.left + around.width / 2;
  return `${isLower ? "bottom" : "top"}-${isRight === isRtl ? "start" : "end"}`;
}
