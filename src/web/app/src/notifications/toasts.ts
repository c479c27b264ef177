import { RequestError, Store } from "@akkarealtime/client";
import { t } from "../i18n/t.ts";

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

/** In words what went wrong with a request. */
export function explain(error: unknown): string {
  if (!(error instanceof RequestError)) return error instanceof Error ? error.message : t("errors.generic");
  switch (error.code) {
    case "disconnected":
      return t("errors.disconnected");
    case "timeout":
      return t("errors.timeout");
    case "rate-limited":
      return t("errors.rateLimited");
    case "forbidden":
      return t("errors.forbidden");
    case "not-found":
      // Of those who were named in a request (protocol §3).
      if (error.field === "user" || error.field === "users" || error.field === "members") return t("errors.unknownUser");
      return t("errors.notFound");
    case "too-large":
      return t("errors.tooLarge");
    case "unknown-type":
      return t("errors.unsupported");
    case "busy":
    case "unavailable":
      return t("errors.busy");
    default:
      return error.message ? t("errors.told", { text: error.message }) : t("errors.generic");
  }
}

/** Does it, and says so where it fails. */
export function attempt(action: Promise<unknown>): void {
  action.catch((error: unknown) => toast(explain(error)));
}
