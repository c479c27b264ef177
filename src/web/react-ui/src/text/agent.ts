import { t } from "../i18n/t.ts";
const browsers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\biPhone\b|\biPod\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** What a client calls itself (`User-Agent`), as people say it: "Firefox on Windows". */
export function agentName(agent: string | undefined): string {
  const of = (all: typeof browsers) => all.find(([pattern]) => agent !== undefined && pattern.test(agent))?.[1];
  const [browser, system] = [of(browsers), of(systems)];
  if (browser && system) return t("devices.browserOn", { browser, system });
  return browser ?? system ?? (agent?.split(/[\s/]/)[0] || t("devices.some"));
}
