import type { Message } from "@akkarealtime/client";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { nameOf } from "../../text/names.ts";
import { plainText } from "../../text/plain.ts";

/** What one is answering, above the composer. */
export function ReplyContext({ to, onCancel }: { to: Message; onCancel: () => void }) {
  return (
    <div className="composer-context">
      <Icon name="reply" size={16} />
      <span>
        <strong>{t("composer.replyTo", { name: nameOf(to.by) })}</strong>
        <small>{plainText(to)}</small>
      </span>
      <button type="button" className="icon-button small" aria-label={t("common.cancel")} onClick={onCancel}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
