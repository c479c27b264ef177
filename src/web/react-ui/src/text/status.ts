import type { OwnStatus } from "@akkarealtime/client";
import { t, type MessageKey } from "../i18n/t.ts";

export type KnownStatus = Omit<OwnStatus, "ref">;

const labels: Record<OwnStatus["status"], MessageKey> = {
  online: "presence.online",
  away: "presence.away",
  busy: "presence.busy",
  offline: "presence.offline",
  invisible: "presence.invisible",
};

/** In a word; null: nobody knows. */
export function labelOf(status: KnownStatus | undefined | null): string {
  if (!status) return t("presence.unknown");
  return status.inCall ? t("presence.inCall") : t(labels[status.status]);
}

/** What somebody says of themselves; what they can be expected to do stands before it, unless it is that they are there. */
export function statusLine(status: KnownStatus | undefined | null): string {
  const said = `${status?.emoji ?? ""} ${status?.text ?? ""}`.trim();
  if (!said || !status) return labelOf(status);
  return status.status === "online" && !status.inCall ? said : `${labelOf(status)} · ${said}`;
}

const minuteMs = 60_000;

/** How long a status still stands, in words; null where it has no end, or has ended. */
export function timeLeft(clearAt: string | undefined, now: Date): string | null {
  if (clearAt === undefined) return null;
  const ms = Date.parse(clearAt) - now.getTime();
  if (!(ms > 0)) return null;
  const minutes = Math.max(1, Math.round(ms / minuteMs));
  if (minutes < 60) return t("presence.minutesLeft", { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t("presence.hoursLeft", { hours, minutes: minutes % 60 }) : t("presence.daysLeft", { count: Math.round(hours / 24) });
}
