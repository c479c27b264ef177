import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";

/** What a room shows while files are held over it. */
export function DropHint() {
  return (
    <div className="drop-hint" aria-hidden="true">
      <Icon name="clip" size={32} />
      <strong>{t("files.drop")}</strong>
    </div>
  );
}
