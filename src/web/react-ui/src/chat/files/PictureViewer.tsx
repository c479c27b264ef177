import type { Attachment } from "@akkarealtime/client";
import { useClient, useRoom } from "@akkarealtime/react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Icon } from "../../components/Icon.tsx";
import { direction } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { toast } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { laterTestIds } from "../../testids-later.ts";
import { addressOf } from "./files.ts";
import { isPicture } from "./places.ts";
import { Viewer } from "./Viewer.tsx";

interface PictureViewerProps {
  readonly room: string;
  /** The message's, among which is the one that was clicked. */
  readonly files: readonly Attachment[];
  readonly file: Attachment;
  readonly url: string;
  readonly onClose: () => void;
}

/** A picture, and those before and after it in the room. */
export function PictureViewer({ room, files, file: first, url: firstUrl, onClose }: PictureViewerProps) {
  const client = useClient();
  const pictures = usePictures(room, files);
  const [shown, show] = useState({ file: first, url: firstUrl });
  const { file, url } = shown;
  const wanted = useRef(first.id);
  const at = pictures.findIndex(({ id }) => id === file.id);
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
    const along = direction() === "rtl" ? -1 : 1;
    const step = { ArrowRight: along, ArrowLeft: -along, Home: -at, End: pictures.length - 1 - at }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(step);
  };
  const place = pictures.length > 1 && at >= 0 ? `${t("files.placeOf", { place: at + 1, count: pictures.length })} · ` : "";
  const steps = pictures.length > 1 && (
    <>
      <button type="button" className="viewer-step" aria-label={t("files.previous")} aria-disabled={at <= 0} data-testid={laterTestIds.viewerPrevious} onClick={() => go(-1)}>
        <Icon name="back" />
      </button>
      <button type="button" className="viewer-step next" aria-label={t("files.next")} aria-disabled={at >= pictures.length - 1} data-testid={laterTestIds.viewerNext} onClick={() => go(1)}>
        <Icon name="back" />
      </button>
    </>
  );

  return (
    <Viewer file={file} place={place} onKey={onKey} onClose={onClose} over={steps}>
      <img src={url} alt={file.name} data-testid={testIds.viewerPicture} data-file={file.id} />
    </Viewer>
  );
}

/** The pictures of what is loaded of the room; those of a message in a thread, which is not among it, by themselves. */
function usePictures(room: string, files: readonly Attachment[]): readonly Attachment[] {
  const entries = useRoom(room)?.entries ?? [];
  const inRoom = entries.flatMap((entry) => (entry.kind === "message" && !entry.message.deleted ? entry.message.attachments : [])).filter(({ type }) => isPicture(type));
  const isThere = files.some(({ id }) => inRoom.some((picture) => picture.id === id));
  return isThere ? inRoom : files.filter(({ type }) => isPicture(type));
}
