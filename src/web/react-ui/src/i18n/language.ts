import { setMessages } from "./t.ts";

interface Texts {
  readonly default: object;
}

interface Language {
  /** As its speakers call it; who is offered it knows it. Without one, nobody is. */
  readonly name: string;
  readonly first: () => Promise<Texts>;
  readonly later: () => Promise<Texts>;
}

export const languages = {
  en: { name: "English", first: () => import("virtual:messages/first/en"), later: () => import("virtual:messages/later/en") },
  de: { name: "Deutsch", first: () => import("virtual:messages/first/de"), later: () => import("virtual:messages/later/de") },
  // English from right to left, which only tests choose.
  "ar-XB": { name: "", first: () => import("virtual:messages/first/ar-XB"), later: () => import("virtual:messages/later/ar-XB") },
} satisfies Record<string, Language>;

export type LanguageId = keyof typeof languages;

const key = "akkarealtime.language";

function isKnown(id: string): id is LanguageId {
  return Object.hasOwn(languages, id);
}

/** What was chosen in this browser; null: the browser's own. */
export function chosenLanguage(): LanguageId | null {
  try {
    const kept = localStorage.getItem(key) ?? "";
    return isKnown(kept) ? kept : null;
  } catch {
    return null;
  }
}

function primary(tag: string): string {
  return tag.split("-")[0] ?? "";
}

/** The first of the browser's languages that the page has; English if it has none. */
export function browserLanguage(wanted: readonly string[] = navigator.languages): LanguageId {
  return wanted.map(primary).find(isKnown) ?? "en";
}

/** As the browser has the language, such as de-AT: for times and numbers. */
export function localeOf(id: LanguageId, wanted: readonly string[] = navigator.languages): string {
  return wanted.find((tag) => primary(tag) === id) ?? id;
}

let current: LanguageId = "en";
const listeners = new Set<() => void>();

/** The language that the page is in; what shows is drawn anew with another. */
export const language = {
  get: () => current,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

let first: object = {};
let later: Promise<unknown> | null = null;

/** Fetches the texts, and has the page in them. */
export async function setLanguage(id: LanguageId): Promise<void> {
  const [{ default: texts }, others] = await Promise.all([
    languages[id].first(),
    // Parts that are open need theirs as well.
    later && languages[id].later(),
  ]);
  first = texts;
  current = id;
  setMessages(others ? joined(texts, others.default) : texts, localeOf(id));
  document.documentElement.lang = id;
  document.documentElement.dir = id.startsWith("ar") ? "rtl" : "ltr";
  for (const listener of listeners) listener();
}

/** The texts of whatever isn't needed at once. */
export function laterTexts(): Promise<unknown> {
  const id = current;
  later ??= languages[id].later().then(
    ({ default: others }) => {
      if (current === id) setMessages(joined(first, others), localeOf(id));
    },
    (error: unknown) => {
      later = null;
      throw error;
    },
  );
  return later;
}

/** Lists in the built page, by key elsewhere. */
function joined(some: object, others: object): object {
  return Array.isArray(some) && Array.isArray(others) ? some.concat(others) : Object.assign({}, some, others);
}

/** Null: the browser's own, whatever it is then. */
export async function chooseLanguage(id: LanguageId | null): Promise<void> {
  await setLanguage(id ?? browserLanguage());
  try {
    if (id === null) localStorage.removeItem(key);
    else localStorage.setItem(key, id);
  } catch {
    // For as long as the page is open.
  }
}
