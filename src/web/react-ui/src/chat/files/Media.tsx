import type { Attachment } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { formatSize, kindOf, saveFile, type MediaKind } from "./files.ts";

/** Sound or a film: its bytes are fetched, with the token as those of pictures, once somebody wants to hear or see it, and played in its place. */
export function Media({ file, kind }: { file: Attachment; kind: MediaKind }) {
  const client = useClient();
  const [player, setPlayer] = useState<{ readonly url: string } | "none" | "loading">("none");
  const [problem, setProblem] = useState<string | null>(null);
  const going = useRef<AbortController | null>(null);
  const url = typeof player === "string" ? null : player.url;
  useEffect(() => () => going.current?.abort(), []);
  useEffect(() => () => {
    if (url !== null) URL.revokeObjectURL(url);
  }, [url]);

  // Not disabled meanwhile: that would take the focus away.
  const play = () => {
    if (player !== "none") return;
    const abort = new AbortController();
    going.current = abort;
    setPlayer("loading");
    setProblem(null);
    client.files.download(file, abort.signal).then(
      (blob) => {
        if (!abort.signal.aborted) setPlayer({ url: URL.createObjectURL(blob) });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setPlayer("none");
        setProblem(explain(error));
      },
    );
  };
  const failed = () => {
    setPlayer("none");
    setProblem(t("files.unplayable"));
  };
  const common = { controls: true, autoPlay: true, onError: failed, "data-testid": testIds.mediaPlayer, "aria-label": file.name };

  return (
    <div className="media" data-testid={testIds.media} data-file={file.id} data-kind={kind}>
      <div className="file-row">
        <button
          type="button"
          className="icon-button"
          aria-label={t("files.play", { name: file.name })}
          aria-busy={player === "loading"}
          aria-disabled={player !== "none"}
          data-testid={testIds.mediaPlay}
          onClick={play}
        >
          <Icon name={player === "loading" ? "clock" : "play"} />
        </button>
        <span className="file-text">
          <strong>{file.name}</strong>
          <small role={problem === null ? undefined : "alert"}>{problem ?? `${kindOf(file)} · ${formatSize(file.size)}`}</small>
        </span>
        <button type="button" className="icon-button" aria-label={t("files.downloadSize", { name: file.name, size: formatSize(file.size) })} data-testid={testIds.file} onClick={() => attempt(saveFile(client, file))}>
          <Icon name="download" />
        </button>
      </div>
      {/* What people send each other has no captions. */}
      {url !== null && (kind === "audio" ? <audio src={url} {...common} /> : <video src={url} playsInline {...common} />)}
    </div>
  );
}
