import { useLayoutEffect, useRef, type ReactNode } from "react";
import { t } from "../i18n/t.ts";
import { Icon } from "./Icon.tsx";

/** What is asked or shown in a dialog. */
export interface DialogProps {
  /** Over it; it is called so as well. */
  readonly title: string;
  /** It is left: by its button, by Escape, or by a click beside it. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Its `data-testid`. */
  readonly testId?: string;
}

/** The browser's own modal dialog: it keeps the focus inside, and Escape closes it. */
export function Dialog({ title, onClose, children, testId }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOutside = useRef(false);
  // Before it leaves the page: only a dialog that is closed there gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>("input, textarea")?.focus();
    }
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-label={title}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Browsers close it without asking where nobody has touched the page since they asked last.
      onClose={() => {
        if (dialog.current?.open === false) onClose();
      }}
      // What began inside, such as marking a text, ends nothing; and what is below gets no click.
      onPointerDown={(event) => (isOutside.current = event.target === dialog.current)}
      onClick={(event) => {
        if (event.target === dialog.current && isOutside.current) onClose();
      }}
    >
      <div className="dialog-body">
        <header className="dialog-header">
          <h2>{title}</h2>
          <button type="button" className="icon-button" aria-label={t("common.close")} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
