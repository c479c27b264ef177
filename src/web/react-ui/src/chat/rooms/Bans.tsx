import type { Ban, Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useCallback, useEffect, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatFull, formatShort } from "../../text/format.ts";
import { nameOf } from "../../text/names.ts";

/** Who may not be in the room, for those who may change that. */
export function Bans({ room }: { room: Room }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button small" data-testid={laterTestIds.bans} onClick={() => setOpen(true)}>
        {t("bans.title")}
      </button>
      {isOpen && <BansDialog room={room} onClose={() => setOpen(false)} />}
    </>
  );
}

function BansDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { connection } = useClient();
  const [bans, setBans] = useState<readonly Ban[] | null>(null);
  const [more, setMore] = useState(false);
  const now = useNow(30_000);
  const load = useCallback(
    (after?: string) =>
      connection.request("chat.bans", { room: room.id, ...(after !== undefined && { after }) }).then((page) => {
        setBans((before) => (after === undefined ? page.bans : [...(before ?? []), ...page.bans]));
        setMore(page.more);
      }),
    [connection, room.id],
  );
  useEffect(() => {
    attempt(load());
    // Another admin has banned somebody, or let them in again.
    return connection.on("chat.banned", (event) => {
      if (event.room === room.id) attempt(load());
    });
  }, [connection, load, room.id]);
  const last = bans?.at(-1)?.user;
  return (
    <Dialog title={t("bans.title")} onClose={onClose}>
      {bans === null && <div className="spinner" role="status" aria-label={t("common.loading")} />}
      <ul className="devices" aria-live="polite">
        {bans?.map(({ user, name, by, at, until, reason }) => (
          <li key={user} data-testid={laterTestIds.banItem} data-user={user}>
            <Avatar id={user} name={name} size={38} />
            <span className="grow">
              <strong>{name}</strong>
              {reason !== undefined && <span>{reason}</span>}
              <small>
                {t("bans.by", { name: nameOf(by), time: formatShort(at, now) })}
                {until !== undefined && ` · ${t("bans.until", { time: formatFull(until) })}`}
              </small>
            </span>
            <button
              type="button"
              className="button"
              aria-label={t("bans.liftName", { name })}
              data-testid={laterTestIds.banLift}
              onClick={() => attempt(connection.request("chat.unban", { room: room.id, users: [user] }))}
            >
              {t("bans.lift")}
            </button>
          </li>
        ))}
      </ul>
      {more && last !== undefined && (
        <button type="button" className="button wide" onClick={() => attempt(load(last))}>
          {t("common.more")}
        </button>
      )}
      {bans !== null && <p className="muted">{bans.length === 0 ? t("bans.none") : t("bans.liftText")}</p>}
    </Dialog>
  );
}
