import { useClient, useReadable } from "@akkarealtime/react";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { Avatar } from "../Avatar.tsx";
import { Dialog } from "../Dialog.tsx";

/** Whom I have blocked, and the way to take that back. */
export function BlocksDialog({ onClose }: { onClose: () => void }) {
  const { blocks } = useClient();
  const people = useReadable(blocks.all);
  return (
    <Dialog title={t("blocks.title")} onClose={onClose} testId={laterTestIds.blocks}>
      {people === null && <div className="spinner" role="status" aria-label={t("common.loading")} />}
      <ul className="devices" aria-live="polite">
        {[...(people?.values() ?? [])].map(({ user, name }) => (
          <li key={user} data-testid={laterTestIds.blockItem} data-user={user}>
            <Avatar id={user} name={name} size={38} />
            <span className="grow">
              <strong>{name}</strong>
            </span>
            <button
              type="button"
              className="button"
              aria-label={t("blocks.unblockName", { name })}
              data-testid={laterTestIds.unblock}
              onClick={() => attempt(blocks.unblock(user))}
            >
              {t("blocks.unblock")}
            </button>
          </li>
        ))}
      </ul>
      {people?.size === 0 && <p className="muted">{t("blocks.none")}</p>}
    </Dialog>
  );
}
