import { useClient, useReadable } from "@akkarealtime/react";
import { useState } from "react";
import { t } from "../i18n/t.ts";
import { attempt } from "../notifications/toasts.ts";
import { laterTestIds } from "../testids-later.ts";

/** In somebody's profile: whether I want to hear of them. It asks first, and says what it means. */
export function ProfileBlock({ user, name }: { user: string; name: string }) {
  const { blocks } = useClient();
  const isBlocked = useReadable(blocks.all)?.has(user);
  const [isAsking, setAsking] = useState(false);
  if (isBlocked === undefined) return null;
  const set = (on: boolean) => {
    setAsking(false);
    attempt(on ? blocks.block(user) : blocks.unblock(user));
  };
  return (
    <div className="stack">
      {(isBlocked || isAsking) && <p className="muted">{t(isBlocked ? "blocks.blocked" : "blocks.text", { name })}</p>}
      <p className="row dialog-actions">
        {isBlocked ? (
          <button type="button" className="button" data-testid={laterTestIds.unblock} onClick={() => set(false)}>
            {t("blocks.unblock")}
          </button>
        ) : isAsking ? (
          <>
            <button type="button" className="button" autoFocus onClick={() => setAsking(false)}>
              {t("common.cancel")}
            </button>
            <button type="button" className="button danger-fill" data-testid={laterTestIds.blockYes} onClick={() => set(true)}>
              {t("blocks.block")}
            </button>
          </>
        ) : (
          <button type="button" className="button danger" data-testid={laterTestIds.block} onClick={() => setAsking(true)}>
            {t("blocks.ask")}
          </button>
        )}
      </p>
    </div>
  );
}
