import { useState } from "react";
import { t } from "../i18n/t.ts";
import { testIds } from "../testids.ts";

/** For who has opened a poll: ends it, after a question, since nobody can open it again. */
export function PollClose({ onClose }: { onClose: () => Promise<void> }) {
  const [isAsked, ask] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const close = async () => {
    setBusy(true);
    setFailed(false);
    try {
      await onClose();
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  if (!isAsked) {
    return (
      <button type="button" className="button small" data-testid={testIds.pollClose} onClick={() => ask(true)}>
        {t("polls.close")}
      </button>
    );
  }
  return (
    <>
      <span className="muted" role="status">
        {t(hasFailed ? "polls.notClosed" : "polls.closeSure")}
      </span>
      <button type="button" className="button small danger" autoFocus disabled={isBusy} data-testid={testIds.pollCloseYes} onClick={() => void close()}>
        {t("polls.close")}
      </button>
      <button type="button" className="button small" disabled={isBusy} onClick={() => ask(false)}>
        {t("common.cancel")}
      </button>
    </>
  );
}
