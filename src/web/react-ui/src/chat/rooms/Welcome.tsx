import { Logo } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";

/** Where no room is open. */
export function Welcome({ isEmpty, onNew }: { isEmpty: boolean; onNew: () => void }) {
  return (
    <div className="welcome">
      <Logo size={64} />
      <h2>{isEmpty ? t("conversation.noneYet") : t("conversation.pick")}</h2>
      <p>{isEmpty ? t("conversation.noneYetText") : t("conversation.pickText")}</p>
      <button type="button" className="button primary" onClick={onNew}>
        {t("conversation.new")}
      </button>
    </div>
  );
}
