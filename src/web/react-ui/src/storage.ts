import { browserStorage } from "@akkarealtime/client";
import { host } from "./host.ts";

const browser = browserStorage("localStorage");
const given = () => host().storage ?? browser;

/** Where drafts and choices are kept: what the app gave, or the browser's own. */
export const storage = {
  getItem: (key: string) => given().getItem(key),
  setItem: (key: string, value: string) => given().setItem(key, value),
  removeItem: (key: string) => given().removeItem(key),
  keys: (): readonly string[] => host().storage?.keys?.() ?? Object.keys(given()),
};
