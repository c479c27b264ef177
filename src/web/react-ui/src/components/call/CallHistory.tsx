import type { CallHistoryEntry } from "@akkarealtime/client";
import { useCalls, useClient, useReadable, useRooms } from "@akkarealtime/react";
import { useEffect } from "react";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { formatDuration, formatFull, formatShort } from "../../text/format.ts";
import { nameOf, titleOf } from "../../text/names.ts";
import { Avatar } from "../Avatar.tsx";
import { Dialog } from "../Dialog.tsx";
import { Icon } from "../Icon.tsx";
import { go } from "./call-plan.ts";

/** Calls that were, the latest first, and those that were missed. */
export function CallHistoryDialog({ onClose }: { onClose: () => void }) {
  const { calls } = useClient();
  const { history } = calls;
  const { calls: entries, isLoaded, hasMore, unseen } = useReadable(history.state);
  const { missed } = useCalls();
  useEffect(() => history.watch(), [history]);
  useEffect(() => {
    if (isLoaded && unseen > 0) attempt(history.seen());
  }, [history, isLoaded, unseen]);
  useEffect(() => {
    for (const { callId } of missed) calls.dismissMissed(callId);
  }, [calls, missed]);
  return (
    <Dialog title={t("calls.history")} onClose={onClose} testId={testIds.callHistory}>
      {!isLoaded && <div className="spinner" />}
      {isLoaded && entries.length === 0 && <p className="muted">{t("calls.none")}</p>}
      <ul className="call-history">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} onDone={onClose} />
        ))}
      </ul>
      {hasMore && (
        <button type="button" className="button wide" onClick={() => attempt(history.more())}>
          {t("calls.earlier")}
        </button>
      )}
    </Dialog>
  );
}

function Entry({ entry, onDone }: { entry: CallHistoryEntry; onDone: () => void }) {
  const { calls, user: me } = useClient();
  const rooms = useRooms();
  const now = useNow(30_000);
  const room = rooms.find(({ id }) => id === entry.room);
  const other = entry.host === me ? (entry.callees[0] ?? entry.users.find((user) => user !== me)) : entry.host;
  const title = room ? titleOf(room) : nameOf(other ?? entry.host, (other ?? entry.host) === entry.host ? entry.hostName : undefined);
  const callBack = (media: "audio" | "video") => {
    onDone();
    attempt(go(calls, { kind: "start", room: entry.room, title, media }));
  };
  return (
    <li className={entry.missed ? "call-history-entry missed" : "call-history-entry"} data-testid={testIds.callHistoryEntry} data-outcome={entry.outcome} data-missed={entry.missed} data-direction={entry.direction}>
      <Avatar id={room?.peer ?? room?.id ?? other ?? entry.host} name={room?.kind === "channel" ? "#" : title} size={38} />
      <span>
        <strong>{title}</strong>
        <small>
          <Icon name={entry.missed ? "missed" : entry.media === "video" ? "video" : "phone"} size={14} />
          {outcomeText(entry)} · <time dateTime={entry.startedAt} title={formatFull(entry.startedAt)}>{formatShort(entry.startedAt, now)}</time>
        </small>
      </span>
      <button type="button" className="icon-button" aria-label={t("calls.voiceWith", { name: title })} title={t("calls.voice")} data-testid={testIds.callHistoryBack} onClick={() => callBack("audio")}>
        <Icon name="phone" />
      </button>
      <button type="button" className="icon-button" aria-label={t("calls.videoWith", { name: title })} title={t("calls.video")} onClick={() => callBack("video")}>
        <Icon name="video" />
      </button>
    </li>
  );
}

export function outcomeText({ state, missed, direction, outcome, durationMs }: Pick<CallHistoryEntry, "state" | "missed" | "direction" | "outcome" | "durationMs">): string {
  if (state !== "ended") return t("calls.inProgress");
  if (missed) return outcome === "busy" ? t("calls.missedBusy") : t("calls.missed");
  const way = direction === "outgoing" ? t("calls.outgoing") : t("calls.incoming");
  if (durationMs > 0) return `${way} · ${formatDuration(durationMs)}`;
  switch (outcome) {
    case "declined":
      return `${way} · ${t("calls.wasDeclined")}`;
    case "cancelled":
      return `${way} · ${t("calls.wasCancelled")}`;
    case "busy":
      return `${way} · ${t("calls.wasBusy")}`;
    case "timeout":
      return `${way} · ${t("calls.wasUnanswered")}`;
    default:
      return way;
  }
}
