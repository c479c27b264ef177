import type { Attachment } from "@akkarealtime/client";
import { useClient, useRoom } from "@akkarealtime/react";
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { createPortal } from "react-dom";
import { Icon } from "../../../components/Icon.tsx";
import { t } from "../../../i18n/t.ts";
import { explain } from "../../../notifications/explain.ts";
import { attempt, toast } from "../../../notifications/toasts.ts";
import { testIds } from "../../../testids.ts";
import { laterTestIds } from "../../../testids-later.ts";
import { addressOf, formatSize, saveFile } from "./files.ts";
import { isPicture } from "./places.ts";

interface PictureViewerProps {
  readonly room: string;
  /** The message's, among which is the one that was clicked. */
  readonly files: readonly Attachment[];
  readonly file: Attachment;
  readonly url: string;
  readonly onClose: () => void;
}

/** A picture as large as the window, and those before and after it in the room. The browser's own modal dialog: it keeps the focus, Escape closes it, and the focus goes back. */
export function PictureViewer({ room, files, file: first, url: firstUrl, onClose }: PictureViewerProps) {
  const client = useClient();
  const pictures = usePictures(room, files);
  const [shown, show] = useState({ file: first, url: firstUrl });
  const { file, url } = shown;
  const dialog = useRef<HTMLDialogElement>(null);
  const wanted = useRef(first.id);
  const at = pictures.findIndex(({ id }) => id === file.id);
  // Before it leaves the page: only a dialog that is closed there gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  // The next ones are there when one goes on.
  useEffect(() => {
    for (const near of [pictures[at - 1], pictures[at + 1]]) if (near) addressOf(client, near).catch(() => undefined);
  }, [client, pictures, at]);

  const go = (step: number) => {
    const next = pictures[pictures.findIndex(({ id }) => id === wanted.current) + step];
    if (!next) return;
    wanted.current = next.id;
    addressOf(client, next).then(
      (found) => {
        if (wanted.current === next.id) show({ file: next, url: found });
      },
      (error: unknown) => toast(explain(error)),
    );
  };
  const onKey = (event: KeyboardEvent) => {
    const along = document.dir === "rtl" ? -1 : 1;
    const step = { ArrowRight: along, ArrowLeft: -along, Home: -at, End: pictures.length - 1 - at }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(step);
  };

  return createPortal(
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
            {pictures.length > 1 && at >= 0 ? `${t("files.placeOf", { place: at + 1, count: pictures.length })} · ` : ""}
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
      {/* A click beside the picture closes; the keyboard has Escape and the button. */}
      <div className="viewer-stage" onClick={(event) => event.target === event.currentTarget && onClose()}>
        <img src={url} alt={file.name} data-testid={testIds.viewerPicture} data-file={file.id} />
      </div>
      {pictures.length > 1 && (
        <>
          <button type="button" className="viewer-step" aria-label={t("files.previous")} aria-disabled={at <= 0} data-testid={laterTestIds.viewerPrevious} onClick={() => go(-1)}>
            <Icon name="back" />
          </button>
          <button type="button" className="viewer-step next" aria-label={t("files.next")} aria-disabled={at >= pictures.length - 1} data-testid={laterTestIds.viewerNext} onClick={() => go(1)}>
            <Icon name="back" />
          </button>
        </>
      )}
    </dialog>,
    document.body,
  );
}

/** The pictures of what is loaded of the room; those of a message in a thread, which is not among it, by themselves. */
function usePictures(room: string, files: readonly Attachment[]): readonly Attachment[] {
  const entries = useRoom(room)?.entries ?? [];
  const inRoom = entries.flatMap((entry) => (entry.kind === "message" && !entry.message.deleted ? entry.message.attachments : [])).filter(({ type }) => isPicture(type));
  const isThere = files.some(({ id }) => inRoom.some((picture) => picture.id === id));
  return isThere ? inRoom : files.filter(({ type }) => isPicture(type));
}
