import { useEffect } from "react";
import { dialog } from "../../navigation.ts";

/** Keys that count anywhere on the page, from the moment it is shown: they search, and say what other keys do. */
export function useRoomKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isSearch = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      // Where nobody types, and nothing else has the keys.
      const isHelp = event.key === "?" && event.target instanceof Element && !event.target.closest("input, textarea, select, [contenteditable], dialog, [role=menu]");
      if (!isSearch && !isHelp) return;
      event.preventDefault();
      dialog.set(isSearch ? "search" : "shortcuts");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
