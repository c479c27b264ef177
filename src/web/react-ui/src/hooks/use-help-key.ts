import { useEffect } from "react";
import { dialog } from "../navigation.ts";

/** The key that says what other keys do: where nobody types, and nothing else has the keys. */
export function useHelpKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "?" || !(event.target instanceof Element) || event.target.closest("input, textarea, select, [contenteditable], dialog, [role=menu]")) return;
      event.preventDefault();
      dialog.set("shortcuts");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
