import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { Dialog } from "../Dialog.tsx";

interface SignOutDialogProps {
  /** How many messages wait to be sent. */
  readonly unsent: number;
  readonly onSignOut: () => void;
  readonly onClose: () => void;
}

/** Asks before what was written and not sent is lost. */
export function SignOutDialog({ unsent, onSignOut, onClose }: SignOutDialogProps) {
  return (
    <Dialog title={t("account.unsentTitle")} onClose={onClose} testId={testIds.signOutDialog}>
      <p>{t("account.unsent", { count: unsent })}</p>
      <p className="row dialog-actions">
        <button type="button" className="button" autoFocus onClick={onClose}>
          {t("account.stay")}
        </button>
        <button type="button" className="button danger-fill" data-testid={testIds.signOutAnyway} onClick={onSignOut}>
          {t("account.signOutAnyway")}
        </button>
      </p>
    </Dialog>
  );
}
