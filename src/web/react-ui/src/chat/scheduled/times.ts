import { locale, type MessageKey } from "../../i18n/t.ts";

export interface QuickTime {
  readonly label: MessageKey;
  readonly at: Date;
}

const hourMs = 3_600_000;
/** When a day begins for who sends something later. */
const morning = 9;

/** What is chosen most, in the zone of this machine. On a Sunday tomorrow is Monday, and stands there once. */
export function quickTimes(now: Date): readonly QuickTime[] {
  const tomorrow = morningIn(now, 1);
  const monday = morningIn(now, (8 - now.getDay()) % 7 || 7);
  const all: QuickTime[] = [
    { label: "scheduled.inAnHour", at: new Date(now.getTime() + hourMs) },
    { label: "scheduled.tomorrow", at: tomorrow },
    { label: "scheduled.monday", at: monday },
  ];
  return all.filter(({ label }) => label !== "scheduled.monday" || monday.getTime() !== tomorrow.getTime());
}

function morningIn(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning);
}

/** Beside its name, which says the rest: "Wed, Dec 2, 9:00 AM". */
export function quickTime(at: Date): string {
  return new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" }).format(at);
}

/** As a field for date and time has it: in the zone of this machine, to the minute. */
export function fieldTime(at: Date): string {
  const pad = (value: number) => value.toString().padStart(2, "0");
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** What such a field says; null where that is no time. */
export function timeOfField(value: string): Date | null {
  const at = new Date(value);
  return value === "" || Number.isNaN(at.getTime()) ? null : at;
}
