import { useEffect, useRef } from "react";
import { useHost } from "../host-context.ts";

const narrow = "(max-width: 760px)";

/** Where a panel covers everything, going back closes it, and only then leaves the room. */
export function useBackCloses(onClose: () => void): void {
  const { backCloses } = useHost("Panel");
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => {
    if (backCloses !== true || !matchMedia(narrow).matches) return;
    const mine = { panel: Math.random() };
    const isMine = () => (history.state as typeof mine | null)?.panel === mine.panel;
    // A step of its own, at the same address.
    history.pushState(mine, "");
    const onPop = () => {
      if (!isMine()) latest.current();
    };
    window.addEventListener("popstate", onPop);
    return () => {
      window.removeEventListener("popstate", onPop);
      // Closed in another way: the step goes, too, unless the page went on from there.
      if (isMine()) history.back();
    };
  }, [backCloses]);
}
