import type { Attachment } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { Icon } from "../../components/Icon.tsx";
import { Scoped } from "../../components/Scope.tsx";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { formatSize, saveFile } from "./files.ts";

interface ViewerProps {
  readonly file: Attachment;
  /** Said before its size. */
  readonly place?: string;
  readonly onKey?: (event: KeyboardEvent) => void;
  readonly onClose: () => void;
  /** What is shown of it. */
  readonly children: ReactNode;
  /** What stands over that. */
  readonly over?: ReactNode;
}

/** A file as large as the window. The browser's own modal dialog: it keeps the focus, Escape closes it, and the focus goes back. */
export function Viewer({ file, place = "", onKey, onClose, children, over }: ViewerProps) {
  const client = useClient();
  const dialog = useRef<HTMLDialogElement>(null);
  // Before it leaves the page: only a dialog that is closed there gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return createPortal(
    <Scoped>
      <dialog
        ref={dialog}
        className="viewer"
        aria-label={file.name}
        data-testid={testIds.viewer}
        onKeyDown={onKey}
        onCancel={(event) => {
          event.preventDefault();
          onClose();
        }}
      >
        <header className="viewer-header">
          <span className="file-text">
            <strong>{file.name}</strong>
            <small role="status">
              {place}
              {formatSize(file.size)}
            </small>
          </span>
          <button type="button" className="icon-button" aria-label={t("files.download", { name: file.name })} onClick={() => attempt(saveFile(client, file))}>
            <Icon name="download" />
          </button>
          <button type="button" className="icon-button" aria-label={t("common.close")} data-testid={testIds.viewerClose} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {/* A click beside what is shown closes; the keyboard has Escape and the button. */}
        <div className="viewer-stage" onClick={(event) => event.target === event.currentTarget && onClose()}>
          {children}
        </div>
        {over}
      </dialog>
    </Scoped>,
    document.body,
  );
}
