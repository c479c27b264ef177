import { useLayoutEffect, type RefObject } from "react";

/** As high as its text. To find out, the field is lowered for a moment: what is around it keeps its place meanwhile, so that no list moves. */
export function useFitHeight(field: RefObject<HTMLTextAreaElement | null>, text: string, borderPx = 0): void {
  useLayoutEffect(() => {
    const { current } = field;
    const around = current?.parentElement;
    if (current && around) fit(current, around, borderPx);
  }, [field, text, borderPx]);
}

function fit(element: HTMLTextAreaElement, around: HTMLElement, borderPx: number): void {
  const { minHeight } = around.style;
  around.style.minHeight = `${around.offsetHeight}px`;
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight + borderPx}px`;
  around.style.minHeight = minHeight;
}
