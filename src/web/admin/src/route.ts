import { useSyncExternalStore } from "react";

/** Where one is: the parts of the address behind `#/`, such as `users` and an id. */
export function useRoute(): readonly string[] {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
}

/** The address of a page. */
export const linkTo = (...parts: readonly string[]) => `#/${parts.map(encodeURIComponent).join("/")}`;

function subscribe(changed: () => void) {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}
