import { useClient, useReadable } from "@akkarealtime/react";
import { useState } from "react";
import { t } from "../../i18n/t.ts";
import { CallHistoryDialog } from "../../parts.ts";
import { testIds } from "../../testids.ts";
import { Boundary } from "../Boundary.tsx";
import { Icon } from "../Icon.tsx";

/** The button with the count of missed calls, and what it opens. */
export function CallHistoryButton() {
  const { history } = useClient().calls;
  const { unseen } = useReadable(history.state);
  const [isOpen, setOpen] = useState(false);
  const label = unseen > 0 ? t("calls.historyMissed", { count: unseen }) : t("calls.history");
  return (
    <>
      <button type="button" className="icon-button" aria-label={label} title={label} data-testid={testIds.callHistoryOpen} data-unseen={unseen} onClick={() => setOpen(true)}>
        <Icon name="phone" />
        {unseen > 0 && <span className="badge">{unseen > 99 ? "99+" : unseen}</span>}
      </button>
      {isOpen && (
        <Boundary as="dialog" onClose={() => setOpen(false)}>
          <CallHistoryDialog onClose={() => setOpen(false)} />
        </Boundary>
      )}
    </>
  );
}
