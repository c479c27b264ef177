import type { OwnStatus } from "@akkarealtime/client";

export type KnownStatus = Omit<OwnStatus, "ref">;

const labels: Record<OwnStatus["status"], string> = {
  online: "Online",
  away: "Away",
  busy: "Do not disturb",
  offline: "Offline",
  invisible: "Invisible",
};

/** In a word; null: nobody knows. */
export function labelOf(status: KnownStatus | undefined | null): string {
  if (!status) return "Status unknown";
  return status.inCall ? "In a call" : labels[status.status];
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
  if (minutes < 60) return `${minutes} min left`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60 > 0 ? `${minutes % 60} min ` : ""}left` : `${Math.round(hours / 24)} days left`;
}
