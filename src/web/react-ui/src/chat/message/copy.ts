import { t } from "../../i18n/t.ts";
import { toast } from "../../notifications/toasts.ts";

/** Puts a text on the clipboard, and says so. */
export function copy(text: string, said: string): void {
  navigator.clipboard.writeText(text).then(
    () => toast(said),
    () => toast(t("errors.browserForbids")),
  );
}
