import { useEffect, useMemo } from "react";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { formatSize } from "./files.ts";
import { isPicture } from "./places.ts";
import type { Upload, UploadTray } from "./upload-tray.ts";
import type { Uploads } from "./use-uploads.ts";

/** What was chosen for the message, each as a chip. */
export function AttachmentTray({ uploads }: { uploads: Uploads }) {
  return (
    <div className="tray">
      <ul aria-label={t("files.ofMessage")}>
        {uploads.items.map((item) => (
          <Chip key={item.key} item={item} tray={uploads.tray} />
        ))}
      </ul>
      <p className="tray-note" role="status">
        {uploads.isHeld && t("files.willSend")}
      </p>
    </div>
  );
}

function Chip({ item, tray }: { item: Upload; tray: UploadTray }) {
  const { key, file, state, sent, error } = item;
  const percent = Math.floor((100 * sent) / file.size);
  return (
    <li className="chip" data-testid={testIds.upload} data-state={state} data-name={file.name}>
      <Preview file={file} />
      <span className="chip-text">
        <strong title={file.name}>{file.name}</strong>
        {state === "failed" ? (
          <small className="field-error" role="alert">
            {error}
          </small>
        ) : (
          <small>{state === "done" ? formatSize(file.size) : state === "waiting" ? t("files.waiting") : t("files.progress", { percent, size: formatSize(file.size) })}</small>
        )}
        {(state === "uploading" || state === "waiting") && (
          <progress data-testid={testIds.uploadProgress} max={100} value={percent} aria-label={t("files.uploadOf", { name: file.name })} />
        )}
      </span>
      {state === "failed" && item.canRetry && (
        <button type="button" className="link" data-testid={testIds.uploadRetry} onClick={() => tray.retry(key)}>
          {t("common.tryAgain")}
        </button>
      )}
      <button
        type="button"
        className="icon-button small"
        aria-label={state === "uploading" || state === "waiting" ? t("files.cancelUpload", { name: file.name }) : t("common.removeName", { name: file.name })}
        data-testid={testIds.uploadRemove}
        onClick={() => tray.remove(key)}
      >
        <Icon name="close" size={16} />
      </button>
    </li>
  );
}

function Preview({ file }: { file: File }) {
  const url = useMemo(() => (isPicture(file.type) ? URL.createObjectURL(file) : null), [file]);
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  return <span className="chip-preview">{url === null ? <Icon name="file" /> : <img src={url} alt="" />}</span>;
}
