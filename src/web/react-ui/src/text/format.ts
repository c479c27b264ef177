import { locale, t } from "../i18n/t.ts";

function formatsOf(as: string) {
  const of = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(as, options);
  return {
    as,
    time: of({ hour: "2-digit", minute: "2-digit" }),
    weekday: of({ weekday: "long" }),
    date: of({ day: "numeric", month: "long" }),
    dateWithYear: of({ day: "numeric", month: "long", year: "numeric" }),
    full: of({ dateStyle: "full", timeStyle: "short" }),
  };
}

let made = formatsOf(locale);

/** Making one takes longer than using it a hundred times. */
function formats() {
  return made.as === locale ? made : (made = formatsOf(locale));
}

const dayMs = 86_400_000;

function dayOf(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

export function formatTime(at: string): string {
  return formats().time.format(new Date(at));
}

export function formatFull(at: string): string {
  return formats().full.format(new Date(at));
}

export function isSameDay(a: string, b: string): boolean {
  return dayOf(new Date(a)) === dayOf(new Date(b));
}

/** Today, Yesterday, Monday, 3 March, 3 March 2024 */
export function formatDay(at: string, now: Date): string {
  const day = new Date(at);
  const ago = Math.round((dayOf(now) - dayOf(day)) / dayMs);
  if (ago === 0) return t("common.today");
  if (ago === 1) return t("common.yesterday");
  if (ago > 1 && ago < 7) return formats().weekday.format(day);
  return (day.getFullYear() === now.getFullYear() ? formats().date : formats().dateWithYear).format(day);
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
  if (minutes < 1) return t("presence.seenNow");
  if (minutes < 60) return t("presence.seenMinutes", { count: minutes });
  return t("presence.seenAt", { time: formatShort(at, now) });
}
