import type { OwnSession } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useCallback, useEffect, useState } from "react";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { agentName } from "../../text/agent.ts";
import { formatShort } from "../../text/format.ts";
import { Dialog } from "../Dialog.tsx";

/** Where I am signed in, a row a device; and the way to end that there. */
export function DevicesDialog({ onClose }: { onClose: () => void }) {
  const { connection, device: mine } = useClient();
  const [sessions, setSessions] = useState<readonly OwnSession[] | null>(null);
  const now = useNow(30_000);
  const load = useCallback(() => connection.request("session.list", {}).then((reply) => setSessions(reply.sessions)), [connection]);
  const end = async (which: { device: string } | { others: true }) => {
    await connection.request("session.end", which);
    await load();
  };
  useEffect(() => attempt(load()), [load]);

  // Each tab is a session; a device is as old as its oldest, and first.
  const devices = (sessions ?? []).filter(({ device }, index, all) => all.findIndex((other) => other.device === device) === index);
  const others = devices.filter(({ device }) => device !== mine);
  return (
    <Dialog title={t("devices.title")} onClose={onClose} testId={laterTestIds.devices}>
      {sessions === null && <div className="spinner" />}
      <ul className="devices" aria-live="polite">
        {devices.map(({ device, since, agent }) => (
          <li key={device} data-testid={laterTestIds.device} data-device={device}>
            <span>
              <strong>{agentName(agent)}</strong>
              <small>{device === mine ? t("devices.this") : since && t("devices.since", { time: formatShort(since, now) })}</small>
            </span>
            {device !== mine && (
              <button type="button" className="button danger" aria-label={t("devices.signOutOf", { device: agentName(agent) })} onClick={() => attempt(end({ device }))}>
                {t("account.signOut")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions !== null && others.length === 0 && <p className="muted">{t("devices.nowhereElse")}</p>}
      {others.length > 1 && (
        <p className="row dialog-actions">
          <button type="button" className="button danger-fill" onClick={() => attempt(end({ others: true }))}>
            {t("devices.signOutOthers")}
          </button>
        </p>
      )}
    </Dialog>
  );
}
