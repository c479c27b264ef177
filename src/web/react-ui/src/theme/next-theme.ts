import { storage } from "../storage.ts";
import { theme, themeKey, type Theme } from "./theme.ts";

export function nextTheme(): void {
  const order: readonly Theme[] = ["auto", "light", "dark"];
  const next = order[(order.indexOf(theme.get()) + 1) % order.length] ?? "auto";
  theme.set(next);
  storage.setItem(themeKey, next);
}
