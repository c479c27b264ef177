import { useClient } from "@akkarealtime/react";
import { useEffect, useEffectEvent, useState } from "react";
import { deleteNow } from "../../chat/message/deletions.ts";
import { forgetUser } from "../../forget.ts";
import { t } from "../../i18n/t.ts";
import { openRoom } from "../../navigation.ts";
import { testIds } from "../../testids.ts";
import { Dialog } from "../Dialog.tsx";

interface SignOutDialogProps {
  readonly onSignOut: () => void;
  readonly onClose: () => void;
}

/** Signs out; before that it asks, where something was written and not sent: that would be lost. */
export function SignOutDialog({ onSignOut, onClose }: SignOutDialogProps) {
  const client = useClient();
  /** How many messages wait to be sent. */
  const [unsent] = useState(() => client.outbox.items.get().filter(({ state }) => state !== "sent").length);
  // Whoever only has to sign in again finds everything where it was.
  const signOut = () => {
    deleteNow();
    void client.forget();
    forgetUser(client.user);
    openRoom(null);
    onSignOut();
  };
  const begin = useEffectEvent(() => {
    if (unsent === 0) signOut();
  });
  useEffect(() => begin(), []);
  if (unsent === 0) return null;
  return (
    <Dialog title={t("account.unsentTitle")} onClose={onClose} testId={testIds.signOutDialog}>
      <p>{t("account.unsent", { count: unsent })}</p>
      <p className="row dialog-actions">
        <button type="button" className="button" autoFocus onClick={onClose}>
          {t("account.stay")}
        </button>
        <button type="button" className="button danger-fill" data-testid={testIds.signOutAnyway} onClick={signOut}>
          {t("account.signOutAnyway")}
        </button>
      </p>
    </Dialog>
  );
}
