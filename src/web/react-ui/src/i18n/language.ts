/**
 * The language of the parts.
 * @module @akkarealtime/react-ui/language
 */

import { storage } from "../storage.ts";
import { setMessages } from "./t.ts";

/** What a file of messages exports. */
export interface Loaded {
  readonly default: object;
}

/** A language of the parts: its messages, those for the first moment apart. */
export interface Language {
  /** As its speakers call it; who is offered it knows it. Without one, nobody is. */
  readonly name: string;
  readonly first: () => Promise<Loaded>;
  readonly later: () => Promise<Loaded>;
}

/** Those that there are, to which an app may add its own (`own.ts`). */
export const languages: Record<string, Language> = {
  en: { name: "English", first: () => import("virtual:messages/first/en"), later: () => import("virtual:messages/later/en") },
  de: { name: "Deutsch", first: () => import("virtual:messages/first/de"), later: () => import("virtual:messages/later/de") },
  // English from right to left, which only tests choose.
  "ar-XB": { name: "", first: () => import("virtual:messages/first/ar-XB"), later: () => import("virtual:messages/later/ar-XB") },
};

/** Where the chosen language is kept in `localStorage`. */
export const languageKey = "akkarealtime.language";

function isKnown(id: string): boolean {
  return Object.hasOwn(languages, id);
}

/** What was chosen in this browser; null: the browser's own. */
export function chosenLanguage(): string | null {
  const kept = storage.getItem(languageKey) ?? "";
  return isKnown(kept) ? kept : null;
}

function ofLanguage(id: string): Language {
  return languages[isKnown(id) ? id : "en"] as Language;
}

function primary(tag: string): string {
  return tag.split("-")[0] ?? "";
}

/** The first of the browser's languages that there is; English if there is none. */
export function browserLanguage(wanted: readonly string[] = navigator.languages): string {
  return wanted.map(primary).find(isKnown) ?? "en";
}

/** As the browser has the language, such as de-AT: for times and numbers. */
export function localeOf(id: string, wanted: readonly string[] = navigator.languages): string {
  return wanted.find((tag) => primary(tag) === id) ?? id;
}

let current = "";
const listeners = new Set<() => void>();

/** The language that the parts are in, empty until its texts are there; what shows is drawn anew with another. */
export const language = {
  get: () => current,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** How a line of it runs. */
export function direction(): "ltr" | "rtl" {
  return /^(?:ar|dv|fa|he|ps|ur|yi)\b/.test(current) ? "rtl" : "ltr";
}

let first: object = {};
let later: Promise<unknown> | null = null;
let wanted = "";

/** Fetches the texts, and has the parts in them; one that isn't known is English. */
export async function setLanguage(id: string): Promise<void> {
  wanted = id;
  const { first: load, later: loadMore } = ofLanguage(id);
  const [{ default: texts }, others] = await Promise.all([
    load(),
    // Parts that are open need theirs as well.
    later && loadMore(),
  ]);
  // Another one was asked for meanwhile.
  if (wanted !== id) return;
  first = texts;
  current = id;
  show(others ? joined(texts, others.default) : texts);
  for (const listener of listeners) listener();
}

/** The texts of whatever isn't needed at once. */
export function laterTexts(): Promise<unknown> {
  const id = current;
  later ??= ofLanguage(id).later().then(
    ({ default: others }) => {
      if (current === id) show(joined(first, others));
    },
    (error: unknown) => {
      later = null;
      throw error;
    },
  );
  return later;
}

let over: object | null = null;

/** Says these in place of the others, whatever the language. */
export function setOver(texts: object): void {
  over = texts;
}

function show(texts: object): void {
  setMessages(over ? joined(texts, over) : texts, localeOf(current));
}

/** Lists in the built page, by key elsewhere. */
export function joined(some: object, others: object): object {
  return Array.isArray(some) && Array.isArray(others) ? some.concat(others) : Object.assign({}, some, others);
}
