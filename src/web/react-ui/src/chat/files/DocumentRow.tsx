import type { Attachment } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";
import { Boundary } from "../../components/Boundary.tsx";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { attempt, toast } from "../../notifications/toasts.ts";
import { explain } from "../../notifications/explain.ts";
import { testIds } from "../../testids.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatSize, kindOf, saveFile } from "./files.ts";
import { Viewer } from "./Viewer.tsx";

/** A document that the browser shows by itself: fetched with the token once somebody wants to read it. */
export function DocumentRow({ file }: { file: Attachment }) {
  const client = useClient();
  const [shown, show] = useState<{ readonly url: string } | "nothing" | "loading">("nothing");
  const going = useRef<AbortController | null>(null);
  const url = typeof shown === "string" ? null : shown.url;
  useEffect(() => () => going.current?.abort(), []);
  useEffect(() => () => {
    if (url !== null) URL.revokeObjectURL(url);
  }, [url]);

  // Not disabled meanwhile: the focus comes back to it when the document is closed.
  const read = () => {
    if (shown !== "nothing") return;
    const abort = new AbortController();
    going.current = abort;
    show("loading");
    client.files.download(file, abort.signal).then(
      (blob) => {
        if (!abort.signal.aborted) show({ url: URL.createObjectURL(new Blob([blob], { type: file.type })) });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        show("nothing");
        toast(explain(error));
      },
    );
  };

  return (
    <div className="file-row" data-testid={laterTestIds.document} data-file={file.id}>
      <Icon name="file" size={24} />
      <span className="file-text">
        <strong>{file.name}</strong>
        <small>
          {kindOf(file)} · {formatSize(file.size)}
        </small>
      </span>
      <button type="button" className="icon-button" aria-label={t("files.read", { name: file.name })} aria-busy={shown === "loading"} aria-disabled={shown === "loading"} data-testid={laterTestIds.documentRead} onClick={read}>
        <Icon name={shown === "loading" ? "clock" : "eye"} />
      </button>
      <button type="button" className="icon-button" aria-label={t("files.downloadSize", { name: file.name, size: formatSize(file.size) })} data-testid={testIds.file} onClick={() => attempt(saveFile(client, file))}>
        <Icon name="download" />
      </button>
      {url !== null && (
        <Boundary as="dialog" onClose={() => show("nothing")}>
          <Viewer file={file} onClose={() => show("nothing")}>
            <iframe src={url} title={file.name} data-testid={laterTestIds.viewerDocument} />
          </Viewer>
        </Boundary>
      )}
    </div>
  );
}
