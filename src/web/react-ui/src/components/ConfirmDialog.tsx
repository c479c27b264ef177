import type { ReactNode } from "react";
import { t } from "../i18n/t.ts";
import type { TestId } from "../testids.ts";
import { Dialog } from "./Dialog.tsx";

interface ConfirmDialogProps {
  readonly title: string;
  readonly confirm: string;
  readonly testId: TestId;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before what can't be undone by a click. */
export function ConfirmDialog({ title, confirm, testId, onConfirm, onClose, children }: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      <p className="row dialog-actions">
        <button type="button" className="button" autoFocus onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button
          type="button"
          className="button danger-fill"
          data-testid={testId}
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {confirm}
        </button>
      </p>
    </Dialog>
  );
}
