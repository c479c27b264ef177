import type { QuietHours } from "@akkarealtime/client";

/** Before so many hours that they begin, one may want to be without them. */
const soonMs = 6 * 3_600_000;

/** Whether they are turned off this time. */
export function areSkipped({ skipUntil }: QuietHours, now: number): boolean {
  return skipUntil !== undefined && Date.parse(skipUntil) > now;
}

/** Whether they begin within some hours, by the clocks of their zone. */
export function beginSoon({ from, days, zone }: QuietHours, now: number): boolean {
  const [begin, end] = [clockAt(now, zone), clockAt(now + soonMs, zone)];
  if (!begin || !end) return false;
  const today = days.includes(begin.day) && from > begin.time;
  const tomorrow = days.includes(end.day) && from <= end.time;
  return begin.day === end.day ? today && tomorrow : today || tomorrow;
}

const week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Null where this browser doesn't know the zone. */
function clockAt(at: number, zone: string): { day: number; time: string } | null {
  try {
    const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return { day: week.indexOf(parts["weekday"] ?? "") + 1, time: `${parts["hour"]}:${parts["minute"]}` };
  } catch {
    return null;
  }
}
