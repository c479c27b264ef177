import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { laterTestIds } from "../../testids-later.ts";
import { copy } from "./copy.ts";

/** At the corner of a block of code. */
export function CopyButton({ text }: { text: string }) {
  return (
    <button type="button" className="icon-button small copy-code" aria-label={t("message.copyCode")} title={t("message.copyCode")} data-testid={laterTestIds.copyCode} onClick={() => copy(text, t("common.copied"))}>
      <Icon name="copy" size={16} />
    </button>
  );
}
