import { useReadable } from "@akkarealtime/react";
import { useHost } from "../host-context.ts";
import { kept } from "../kept.ts";
import { storage } from "../storage.ts";

/** The colours that the parts are drawn in; `auto`: as the system has them. */
export type Theme = "auto" | "light" | "dark";

export const themeKey = "akkarealtime.theme";

/** What a user has chosen. */
export const theme = kept((): Theme => {
  const chosen = storage.getItem(themeKey);
  return chosen === "light" || chosen === "dark" ? chosen : "auto";
});

/** What the parts are drawn in: the app's, or what was chosen. */
export function useTheme(): Theme {
  const chosen = useReadable(theme);
  const { theme: given = chosen } = useHost("useTheme");
  return given;
}
