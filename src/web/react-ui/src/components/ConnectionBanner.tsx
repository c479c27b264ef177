import type { ConnectionSnapshot } from "@akkarealtime/client";
import { useClient, useConnection } from "@akkarealtime/react";
import { useLate } from "../hooks/use-live.ts";
import { useNow } from "../hooks/use-now.ts";
import { t } from "../i18n/t.ts";
import { testIds } from "../testids.ts";

/** Says when there is no connection, when the next attempt comes, and lets it come now. */
export function ConnectionBanner({ onSignIn }: { onSignIn: (() => void) | undefined }) {
  const client = useClient();
  const snapshot = useConnection();
  const isFine = snapshot.state === "ready" || snapshot.state === "draining";
  const isFinal = snapshot.state === "closed" && snapshot.closeCode !== null && snapshot.closeCode !== 1000;
  const isLate = useLate(!isFine && !isFinal);
  const now = useNow(250, !isFine);
  if (isFine || (!isLate && !isFinal)) return null;
  return (
    <div className="banner" data-testid={testIds.connectionBanner} data-state={snapshot.state}>
      <span className="banner-pulse" aria-hidden="true" />
      {/* Said once: what changes every second is for the eye. */}
      <span role="status">{textOf(snapshot)}</span>
      <span aria-hidden="true">{nextOf(snapshot, now)}</span>
      {snapshot.state === "waiting" && (
        <button type="button" className="banner-action" data-testid={testIds.connectionRetry} onClick={() => client.connection.retryNow()}>
          {t("connection.retry")}
        </button>
      )}
      {isFinal && onSignIn && (
        <button type="button" className="banner-action" data-testid={testIds.connectionRetry} onClick={onSignIn}>
          {t("connection.signInAgain")}
        </button>
      )}
    </div>
  );
}

function textOf({ state, closeCode, session }: ConnectionSnapshot): string {
  if (state === "closed") {
    if (closeCode === 4401) return t("connection.expired");
    return closeCode === 4410 ? t("connection.signedOut") : t("connection.ended");
  }
  return session === null ? t("connection.unreachable") : t("connection.lost");
}

function nextOf({ state, retryAt }: ConnectionSnapshot, now: Date): string {
  if (state === "closed") return "";
  const seconds = state === "waiting" && retryAt !== null ? Math.ceil((retryAt - now.getTime()) / 1_000) : 0;
  return seconds > 0 ? t("connection.retryIn", { seconds }) : t("common.connecting");
}
