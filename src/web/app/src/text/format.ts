const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long" });
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });
const dateWithYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const dayMs = 86_400_000;

function dayOf(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

export function formatTime(at: string): string {
  return time.format(new Date(at));
}

export function formatFull(at: string): string {
  return full.format(new Date(at));
}

export function isSameDay(a: string, b: string): boolean {
  return dayOf(new Date(a)) === dayOf(new Date(b));
}

/** Today, Yesterday, Monday, 3 March, 3 March 2024 */
export function formatDay(at: string, now: Date): string {
  const day = new Date(at);
  const ago = Math.round((dayOf(now) - dayOf(day)) / dayMs);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  if (ago > 1 && ago < 7) return weekday.format(day);
  return (day.getFullYear() === now.getFullYear() ? date : dateWithYear).format(day);
}

/** For lists: the time of today, else the day. */
export function formatShort(at: string, now: Date): string {
  return isSameDay(at, now.toISOString()) ? formatTime(at) : formatDay(at, now);
}

/** 0:07, 12:34, 1:02:03 */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const pad = (value: number) => value.toString().padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${pad(seconds % 60)}` : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
}

export function formatLastSeen(at: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(at)) / 60_000);
  if (minutes < 1) return "last seen just now";
  if (minutes < 60) return `last seen ${minutes} min ago`;
  return `last seen ${formatShort(at, now)}`;
}
