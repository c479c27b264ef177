import { Store, browserStorage } from "@akkarealtime/client";

export type Theme = "auto" | "light" | "dark";

const key = "akkarealtime.theme";
const storage = browserStorage("localStorage");
const kept = storage.getItem(key);

export const theme = new Store<Theme>(kept === "light" || kept === "dark" ? kept : "auto");

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme.get();
}

export function nextTheme(): void {
  const order: readonly Theme[] = ["auto", "light", "dark"];
  const next = order[(order.indexOf(theme.get()) + 1) % order.length] ?? "auto";
  theme.set(next);
  storage.setItem(key, next);
  applyTheme();
}
