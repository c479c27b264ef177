import { useEffect, useRef } from "react";

const typing = "input, textarea, select, [contenteditable], dialog, [role=menu], [role=alertdialog]";

/** Whether the space bar is for what has the focus: a field, or a control that one came to by the keyboard. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest(typing) !== null || (target.closest("button, a, [role=button]") !== null && target.matches(":focus-visible"));
}

/** Does something for as long as the space bar is held, and undoes it when it is let go, or when the page is left meanwhile. */
export function useHeldSpace(isOn: boolean, hold: (isHeld: boolean) => void): void {
  const latest = useRef(hold);
  useEffect(() => {
    latest.current = hold;
  });
  useEffect(() => {
    if (!isOn) return;
    let isHeld = false;
    const set = (next: boolean) => {
      if (isHeld === next) return;
      isHeld = next;
      latest.current(next);
    };
    const onDown = (event: KeyboardEvent) => {
      if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event.target)) return;
      // Neither scrolls nor presses what was clicked last.
      event.preventDefault();
      if (!event.repeat) set(true);
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.key !== " " || !isHeld) return;
      event.preventDefault();
      set(false);
    };
    const onLeave = () => set(false);
    document.addEventListener("keydown", onDown);
    document.addEventListener("keyup", onUp);
    window.addEventListener("blur", onLeave);
    return () => {
      document.removeEventListener("keydown", onDown);
      document.removeEventListener("keyup", onUp);
      window.removeEventListener("blur", onLeave);
      onLeave();
    };
  }, [isOn]);
}
