import { Store } from "@akkarealtime/client";
import { parts } from "../parts.ts";

export interface Toast {
  readonly id: number;
  readonly text: string;
}

export const toasts = new Store<readonly Toast[]>([]);
const shownMs = 5_000;
let last = 0;

export function toast(text: string): void {
  const id = ++last;
  toasts.update((all) => [...all.slice(-2), { id, text }]);
  setTimeout(() => toasts.update((all) => all.filter((other) => other.id !== id)), shownMs);
}

/** Says in words what went wrong, which come with the other parts. */
export function toastError(error: unknown): void {
  parts().then(
    ({ explain }) => toast(explain(error)),
    () => toast(String(error)),
  );
}

/** Does it, and says so where it fails. */
export function attempt(action: Promise<unknown>): void {
  action.catch(toastError);
}
