import { setMessages } from "./t.ts";

export const languages = {
  en: { name: "English", texts: () => import("virtual:messages/en") },
  de: { name: "Deutsch", texts: () => import("virtual:messages/de") },
};

export type LanguageId = keyof typeof languages;

/** The same as the users' page's: who has chosen a language there has chosen it here. */
const key = "akkarealtime.language";

const isKnown = (id: string): id is LanguageId => Object.hasOwn(languages, id);

/** What was chosen in this browser; null: the browser's own. */
export function chosenLanguage(): LanguageId | null {
  try {
    const kept = localStorage.getItem(key) ?? "";
    return isKnown(kept) ? kept : null;
  } catch {
    return null;
  }
}

const primary = (tag: string) => tag.split("-")[0] ?? "";

let current: LanguageId = "en";
const listeners = new Set<() => void>();

/** The language that the page is in. */
export const language = {
  get: () => current,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** Has the page in the language that was chosen, or in the first of the browser's that there is, or in English. */
export async function applyLanguage(): Promise<void> {
  const wanted = navigator.languages;
  const id = chosenLanguage() ?? wanted.map(primary).find(isKnown) ?? "en";
  const { default: texts } = await languages[id].texts();
  current = id;
  setMessages(texts, wanted.find((tag) => primary(tag) === id) ?? id);
  document.documentElement.lang = id;
  for (const listener of listeners) listener();
}

/** Null: the browser's own, whatever it is then. */
export async function chooseLanguage(id: LanguageId | null): Promise<void> {
  try {
    if (id === null) localStorage.removeItem(key);
    else localStorage.setItem(key, id);
  } catch {
    // It can't be kept here.
  }
  await applyLanguage();
}
