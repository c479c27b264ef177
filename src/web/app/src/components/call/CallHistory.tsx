import type { CallHistoryEntry } from "@akkarealtime/client";
import { useCalls, useClient, useReadable, useRooms } from "@akkarealtime/react";
import { useEffect } from "react";
import { useNow } from "../../hooks/use-now.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { formatDuration, formatFull, formatShort } from "../../text/format.ts";
import { nameOf, titleOf } from "../../text/names.ts";
import { Avatar } from "../Avatar.tsx";
import { Dialog } from "../Dialog.tsx";
import { Icon } from "../Icon.tsx";
import { go } from "./call-plan.ts";
import "../../styles/later.css";
import "../../styles/call.css";

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
    <Dialog title="Calls" onClose={onClose} testId={testIds.callHistory}>
      {!isLoaded && <div className="spinner" />}
      {isLoaded && entries.length === 0 && <p className="muted">No calls yet.</p>}
      <ul className="call-history">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} onDone={onClose} />
        ))}
      </ul>
      {hasMore && (
        <button type="button" className="button wide" onClick={() => attempt(history.more())}>
          Earlier calls
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
      <button type="button" className="icon-button" aria-label={`Voice call with ${title}`} title="Voice call" data-testid={testIds.callHistoryBack} onClick={() => callBack("audio")}>
        <Icon name="phone" />
      </button>
      <button type="button" className="icon-button" aria-label={`Video call with ${title}`} title="Video call" onClick={() => callBack("video")}>
        <Icon name="video" />
      </button>
    </li>
  );
}

export function outcomeText({ state, missed, direction, outcome, durationMs }: Pick<CallHistoryEntry, "state" | "missed" | "direction" | "outcome" | "durationMs">): string {
  if (state !== "ended") return "In progress";
  if (missed) return outcome === "busy" ? "Missed while you were busy" : "Missed";
  const way = direction === "outgoing" ? "Outgoing" : "Incoming";
  if (durationMs > 0) return `${way} · ${formatDuration(durationMs)}`;
  switch (outcome) {
    case "declined":
      return `${way} · declined`;
    case "cancelled":
      return `${way} · cancelled`;
    case "busy":
      return `${way} · busy`;
    case "timeout":
      return `${way} · no answer`;
    default:
      return way;
  }
}
