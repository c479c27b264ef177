import { Store, type Room } from "@akkarealtime/client";
import { useClient, useReadable } from "@akkarealtime/react";
import { useState } from "react";
import { Dialog } from "../../components/Dialog.tsx";
import { t } from "../../i18n/t.ts";
import { attempt, toast } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { laterTestIds } from "../../testids-later.ts";

const dayMs = 86_400_000;
/** 0: without an end. */
const days = [0, 1, 7, 30];

/** Who is to be removed by what they wrote: asked apart from the message, whose menu is gone by then. They may have left. */
export const removing = new Store<Omit<RemoveDialogProps, "onClose"> | null>(null);

export function Removing() {
  const who = useReadable(removing);
  return who && <RemoveDialog key={who.user} {...who} onClose={() => removing.set(null)} />;
}

interface RemoveDialogProps {
  readonly room: Room;
  readonly user: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Removes somebody, who may come back some day; or bans them, and says why. */
export function RemoveDialog({ room, user, name, onClose }: RemoveDialogProps) {
  const { connection } = useClient();
  const [isBan, setBan] = useState(false);
  const [reason, setReason] = useState("");
  const [lasts, setLasts] = useState(0);
  const said = reason.trim();
  const go = () => {
    onClose();
    const about = { room: room.id, users: [user] };
    const until = lasts > 0 && { until: new Date(connection.clock.now() + lasts * dayMs).toISOString() };
    const done = isBan ? connection.request("chat.ban", { ...about, ...(said && { reason: said }), ...until }) : connection.request("chat.remove", about);
    attempt(done.then(() => toast(t(isBan ? "bans.banned" : "people.removed", { name }))));
  };
  return (
    <Dialog title={t("people.removeQuestion", { name })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <p>{isBan ? t("bans.text", { name, room: room.name }) : t("people.removeText", { name, room: room.name, kind: room.kind })}</p>
        <label className="switch">
          <input type="checkbox" role="switch" checked={isBan} data-testid={laterTestIds.ban} onChange={(event) => setBan(event.target.checked)} />
          <span>{t("bans.keepOut")}</span>
        </label>
        {isBan && (
          <>
            <label className="field">
              <span>{t("bans.reason")}</span>
              <input maxLength={500} value={reason} placeholder={t("bans.reasonHint", { name })} data-testid={laterTestIds.banReason} onChange={(event) => setReason(event.target.value)} />
            </label>
            <label className="field">
              <span>{t("bans.lasts")}</span>
              <select value={lasts} onChange={(event) => setLasts(Number(event.target.value))}>
                {days.map((count) => (
                  <option key={count} value={count}>
                    {count === 0 ? t("bans.untilLifted") : t("bans.days", { count })}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <p className="row dialog-actions">
          <button type="button" className="button" autoFocus onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="button danger-fill" data-testid={testIds.memberRemoveYes}>
            {isBan ? t("bans.ban") : t("common.remove")}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
