import type { Attachment } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";
import { Boundary } from "../../components/Boundary.tsx";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { VoiceMessage } from "../voice/VoiceMessage.tsx";
import { DocumentRow } from "./DocumentRow.tsx";
import { Media } from "./Media.tsx";
import { PictureViewer } from "./PictureViewer.tsx";
import { addressOf, formatSize, isDocument, kindOf, mediaKindOf, saveFile } from "./files.ts";
import { isPicture, placeOf } from "./places.ts";

/** The files of a message: pictures in their place, sound and films to be played there, documents to be read, everything else to be saved. */
export function Attachments({ room, files }: { room: string; files: readonly Attachment[] }) {
  return (
    <div className="attachments">
      {files.map((file) => (
        <File key={file.id} room={room} files={files} file={file} />
      ))}
    </div>
  );
}

interface PlaceProps {
  readonly room: string;
  readonly files: readonly Attachment[];
  readonly file: Attachment;
}

function File(props: PlaceProps) {
  const { file } = props;
  if (isPicture(file.type)) return <Picture {...props} />;
  if (file.voice) return <VoiceMessage file={file} voice={file.voice} instead={<FileRow file={file} />} />;
  if (isDocument(file.type)) return <DocumentRow file={file} />;
  const kind = mediaKindOf(file.type);
  return kind === null ? <FileRow file={file} /> : <Media file={file} kind={kind} />;
}

function Picture({ room, files, file }: PlaceProps) {
  const client = useClient();
  const place = useRef<HTMLButtonElement>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const isNear = useNear(place);

  useEffect(() => {
    if (!isNear) return;
    let isWanted = true;
    addressOf(client, file).then(
      (found) => isWanted && setUrl(found),
      (error: unknown) => isWanted && setProblem(error instanceof Error ? error.message : t("files.unshowable")),
    );
    return () => {
      isWanted = false;
    };
  }, [client, file, isNear]);

  // Asked for again: its address may have been let go while it stood here.
  const open = () =>
    attempt(
      addressOf(client, file).then((found) => {
        setUrl(found);
        setOpen(true);
      }),
    );

  const { width, height } = placeOf(file);
  return (
    <>
      <button
        ref={place}
        type="button"
        className="picture"
        aria-label={t("files.enlarge", { name: file.name })}
        disabled={url === null}
        data-testid={testIds.picture}
        data-file={file.id}
        onClick={open}
      >
        {/* Always there, so that its place is; empty until the bytes are. */}
        <img width={width} height={height} alt={url === null ? "" : file.name} decoding="async" {...(url !== null && { src: url })} onError={() => setUrl(null)} />
        {problem !== null && <span className="picture-problem">{problem}</span>}
      </button>
      {isOpen && url !== null && (
        <Boundary as="dialog" onClose={() => setOpen(false)}>
          <PictureViewer room={room} files={files} file={file} url={url} onClose={() => setOpen(false)} />
        </Boundary>
      )}
    </>
  );
}

function FileRow({ file }: { file: Attachment }) {
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  // Not disabled meanwhile: that would take the focus away.
  const save = () => {
    if (isBusy) return;
    setBusy(true);
    attempt(saveFile(client, file).finally(() => setBusy(false)));
  };
  return (
    <button
      type="button"
      className="file-row"
      aria-label={t("files.downloadSize", { name: file.name, size: formatSize(file.size) })}
      aria-busy={isBusy}
      aria-disabled={isBusy}
      data-testid={testIds.file}
      data-file={file.id}
      onClick={save}
    >
      <Icon name="file" size={24} />
      <span className="file-text">
        <strong>{file.name}</strong>
        <small>
          {kindOf(file)} · {formatSize(file.size)}
        </small>
      </span>
      <Icon name="download" />
    </button>
  );
}

/** Where a file's bytes are for the page, once its place is near the screen; null until then, and where they can't be had. */
export function useAddress(file: Attachment, place: { readonly current: HTMLElement | null }): string | null {
  const client = useClient();
  const [url, setUrl] = useState<string | null>(null);
  const isNear = useNear(place);
  useEffect(() => {
    if (!isNear) return;
    let isWanted = true;
    addressOf(client, file).then(
      (found) => isWanted && setUrl(found),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [client, file, isNear]);
  return url;
}

/** Whether an element is, or soon will be, on the screen; from then on for good. */
function useNear(element: { readonly current: HTMLElement | null }): boolean {
  const [isNear, setNear] = useState(() => typeof IntersectionObserver === "undefined");
  useEffect(() => {
    const target = element.current;
    if (isNear || !target) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setNear(true), { rootMargin: "600px" });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, isNear]);
  return isNear;
}
