import { locale } from "./i18n/t.ts";

/** Makes a formatter once for each language. */
function perLanguage<T>(make: (locale: string) => T): () => T {
  let made: { readonly of: string; readonly as: T } | undefined;
  return () => (made?.of === locale ? made : (made = { of: locale, as: make(locale) })).as;
}

const numbers = perLanguage((of) => new Intl.NumberFormat(of));
const short = perLanguage((of) => new Intl.NumberFormat(of, { maximumSignificantDigits: 3, notation: "compact" }));
const tenths = perLanguage((of) => new Intl.NumberFormat(of, { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
const percents = perLanguage((of) => new Intl.NumberFormat(of, { style: "percent" }));
const megabyte = perLanguage((of) => new Intl.NumberFormat(of, { style: "unit", unit: "megabyte" }));
const times = perLanguage((of) => new Intl.DateTimeFormat(of, { dateStyle: "medium", timeStyle: "short" }));

export const count = (value: number) => numbers().format(value);

/** 1,234,567 as 1.23M. */
export const compact = (value: number) => short().format(value);

/** A rate: whole where it is large. */
export const rate = (value: number) => (value >= 100 ? compact(value) : value >= 10 || value === 0 ? count(Math.round(value)) : tenths().format(value));

export const percent = (value: number) => percents().format(value);

export const megabytes = (bytes: number) => megabyte().format(Math.round(bytes / 1_048_576));

export const time = (iso: string | null | undefined) => (iso ? times().format(new Date(iso)) : "–");

/** How long ago, in the largest unit. */
export function since(iso: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(iso)) / 60_000));
  const [value, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 48 * 60 ? [Math.floor(minutes / 60), "hour"] : [Math.floor(minutes / 1_440), "day"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
}

/** A node without the name of its actor system. */
export const host = (address: string) => address.replace(/^.*@/, "");
