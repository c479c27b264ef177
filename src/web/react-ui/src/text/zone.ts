import { locale, t } from "../i18n/t.ts";

/** What a clock shows in a zone, as if it was the time here: to compare, and to count in days. */
function wallClock(now: Date, timeZone?: string): Date {
  return new Date(now.toLocaleString("en-US", { timeZone }));
}

/** "14:20 local time", with the day where it is another one; null where their clock shows what mine does, and where the browser doesn't know the zone. */
export function localTime(zone: string | undefined, now: Date): string | null {
  if (!zone) return null;
  try {
    const [there, here] = [wallClock(now, zone), wallClock(now)];
    if (there.getTime() === here.getTime()) return null;
    const day = there.toDateString() === here.toDateString() ? undefined : "long";
    const time = new Intl.DateTimeFormat(locale, { weekday: day, hour: "2-digit", minute: "2-digit", timeZone: zone }).format(now);
    return t("people.localTime", { time });
  } catch {
    return null;
  }
}
