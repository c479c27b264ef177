import { useEffect, useRef } from "react";

/**
 * Closes what is open beside a field when the field loses the focus; where a press took it, once that press is over. What closes earlier moves
 * what is below, and the click that was meant for it goes nowhere.
 */
export function useCloseOnBlur(isOpen: boolean, close: () => void): () => void {
  const isPressed = useRef(false);
  const isLeft = useRef(false);
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const down = () => (isPressed.current = true);
    const up = () => {
      isPressed.current = false;
      // Behind the click.
      if (isLeft.current) setTimeout(() => latest.current());
      isLeft.current = false;
    };
    document.addEventListener("pointerdown", down, true);
    document.addEventListener("pointerup", up, true);
    document.addEventListener("pointercancel", up, true);
    return () => {
      document.removeEventListener("pointerdown", down, true);
      document.removeEventListener("pointerup", up, true);
      document.removeEventListener("pointercancel", up, true);
      isPressed.current = isLeft.current = false;
    };
  }, [isOpen]);
  return () => {
    if (isPressed.current) isLeft.current = true;
    else latest.current();
  };
}
