const numbers = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 3, notation: "compact" });
const times = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export const count = (value: number) => numbers.format(value);

/** 1,234,567 as 1.23M. */
export const compact = (value: number) => short.format(value);

/** A rate: whole where it is large. */
export const rate = (value: number) => (value >= 100 ? short.format(value) : value.toFixed(value >= 10 || value === 0 ? 0 : 1));

export const percent = (value: number) => `${Math.round(value * 100)} %`;

export const megabytes = (bytes: number) => `${count(Math.round(bytes / 1_048_576))} MB`;

export const time = (iso: string | null | undefined) => (iso ? times.format(new Date(iso)) : "–");

/** How long ago, in the largest unit: 3 d, 4 h, 12 min. */
export function since(iso: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(iso)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1_440)} d`;
}
