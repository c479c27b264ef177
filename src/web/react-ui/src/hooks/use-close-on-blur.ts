import { useEffect, useRef, type FocusEvent } from "react";

/**
 * Closes what is open beside a field when the field loses the focus; where a press took it, once that press is over. What closes earlier moves
 * what is below, and the click that was meant for it goes nowhere. Not when the field has the focus again by then.
 */
export function useCloseOnBlur(isOpen: boolean, close: () => void): (event: FocusEvent) => void {
  const isPressed = useRef(false);
  const left = useRef<Element | null>(null);
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const down = () => (isPressed.current = true);
    const up = () => {
      isPressed.current = false;
      const field = left.current;
      left.current = null;
      // Behind the click.
      if (field) setTimeout(() => document.activeElement !== field && latest.current());
    };
    document.addEventListener("pointerdown", down, true);
    document.addEventListener("pointerup", up, true);
    document.addEventListener("pointercancel", up, true);
    return () => {
      document.removeEventListener("pointerdown", down, true);
      document.removeEventListener("pointerup", up, true);
      document.removeEventListener("pointercancel", up, true);
      isPressed.current = false;
      left.current = null;
    };
  }, [isOpen]);
  return ({ currentTarget }) => {
    if (isPressed.current) left.current = currentTarget;
    else latest.current();
  };
}
