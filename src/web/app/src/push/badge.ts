/** What waits for me, on the app's icon and on the tab's. */
export function showBadge(count: number): void {
  // Not every browser has it, nor lets it be set.
  const { setAppBadge, clearAppBadge } = navigator as Partial<Navigator>;
  void Promise.resolve(count > 0 ? setAppBadge?.call(navigator, count) : clearAppBadge?.call(navigator)).catch(() => undefined);
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (!icon) return;
  plain ??= icon.href;
  const href = count > 0 ? plain.replace(/%3C\/svg%3E$/i, `${dot}%3C/svg%3E`) : plain;
  if (icon.href !== href) icon.href = href;
}

let plain: string | undefined;
const dot = "%3Ccircle cx='25' cy='7' r='7' fill='%23d4351c'/%3E";
