import { useCalls, useClient } from "@akkarealtime/react";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { nameOf } from "../../text/names.ts";
import { Icon } from "../Icon.tsx";

/** Who called in vain while this page was open: at once, until it is dealt with. */
export function MissedCalls() {
  const { calls } = useClient();
  const { missed, current } = useCalls();
  const isInCall = current !== null && current.phase !== "ended";
  return missed.map(({ callId, room, from, name, media }) => {
    const who = nameOf(from, name);
    return (
      <div key={callId} className="other-call missed" role="status" data-testid={testIds.missedCall} data-call={callId}>
        <Icon name="missed" size={18} />
        <span>{t("calls.missedFrom", { name: who })}</span>
        <button
          type="button"
          className="button small"
          disabled={isInCall}
          data-testid={testIds.callBack}
          onClick={() => {
            calls.dismissMissed(callId);
            attempt(calls.start({ room }, media));
          }}
        >
          {t("calls.callBack")}
        </button>
        <button type="button" className="icon-button small" aria-label={t("calls.dismissMissed", { name: who })} onClick={() => calls.dismissMissed(callId)}>
          <Icon name="close" size={16} />
        </button>
      </div>
    );
  });
}
