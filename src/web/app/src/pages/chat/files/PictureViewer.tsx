import type { Attachment } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { Icon } from "../../../components/Icon.tsx";
import { attempt } from "../../../notifications/toasts.ts";
import { testIds } from "../../../testids.ts";
import { formatSize, saveFile } from "./files.ts";
import "../../../styles/later.css";

interface PictureViewerProps {
  readonly file: Attachment;
  readonly url: string;
  readonly onClose: () => void;
}

/** A picture as large as the window. The browser's own modal dialog: it keeps the focus, Escape closes it, and the focus goes back. */
export function PictureViewer({ file, url, onClose }: PictureViewerProps) {
  const client = useClient();
  const dialog = useRef<HTMLDialogElement>(null);
  // Before it leaves the page: only a dialog that is closed there gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      className="viewer"
      aria-label={file.name}
      data-testid={testIds.viewer}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="viewer-header">
        <span className="file-text">
          <strong>{file.name}</strong>
          <small>{formatSize(file.size)}</small>
        </span>
        <button type="button" className="icon-button" aria-label={`Download ${file.name}`} onClick={() => attempt(saveFile(client, file))}>
          <Icon name="download" />
        </button>
        <button type="button" className="icon-button" aria-label="Close" data-testid={testIds.viewerClose} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {/* A click beside the picture closes; the keyboard has Escape and the button. */}
      <div className="viewer-stage" onClick={(event) => event.target === event.currentTarget && onClose()}>
        <img src={url} alt={file.name} data-testid={testIds.viewerPicture} />
      </div>
    </dialog>,
    document.body,
  );
}
