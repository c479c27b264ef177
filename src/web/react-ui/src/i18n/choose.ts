import { storage } from "../storage.ts";
import { browserLanguage, languageKey, setLanguage } from "./language.ts";

/** Null: the browser's own, whatever it is then. */
export async function chooseLanguage(id: string | null): Promise<void> {
  await setLanguage(id ?? browserLanguage());
  try {
    if (id === null) storage.removeItem(languageKey);
    else storage.setItem(languageKey, id);
  } catch {
    // For as long as the page is open.
  }
}
