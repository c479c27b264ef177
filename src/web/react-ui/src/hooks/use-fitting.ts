import { useLayoutEffect, type RefObject } from "react";

/** Marks what would not fit below its place within the list around it: `data-up` is for the styles. */
export function useFitting(box: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = box.current;
    const around = element?.closest(".timeline")?.getBoundingClientRect();
    if (!element || !around) return;
    const rect = element.getBoundingClientRect();
    element.setAttribute("data-up", String(rect.bottom > around.bottom && rect.top - rect.height > around.top));
  }, [box]);
}
