import type { MediaKind, NoticeEvent, Room } from "@akkarealtime/client";
import { useClient, useSelected } from "@akkarealtime/react";
import { Icon, type IconName } from "../../components/Icon.tsx";
import { listOf, t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { formatDuration, formatTime } from "../../text/format.ts";
import { nameOf } from "../../text/names.ts";
import type { EventEntry } from "./rows.ts";

/** Calls, and who came and went. */
export function EventLine({ entry, others, me, kind }: { entry: EventEntry; others: readonly string[]; me: string; kind: Room["kind"] }) {
  if (entry.kind === "notice") {
    return (
      <p className="event" data-seq={entry.seq}>
        {noticeText(entry.event, others, me, kind)}
      </p>
    );
  }
  const { call } = entry;
  const { text, icon, isMissed } = callText(call.outcome, call.by === me, call.durationMs, call.media);
  return (
    <p className={isMissed ? "event call-event missed" : "event call-event"} data-testid={testIds.callEntry} data-outcome={call.outcome} data-seq={entry.seq}>
      <Icon name={icon} size={16} />
      <span>{text}</span>
      <time dateTime={call.at}>{formatTime(call.at)}</time>
      <CallBack room={call.room} media={call.media} isMissed={isMissed} />
    </p>
  );
}

function CallBack({ room, media, isMissed }: { room: string; media: MediaKind; isMissed: boolean }) {
  const { calls } = useClient();
  const isInCall = useSelected(calls.state, ({ current }) => current !== null && current.phase !== "ended");
  if (isInCall) return null;
  return (
    <button type="button" className="link" data-testid={testIds.callEntryBack} onClick={() => attempt(calls.start({ room }, media))}>
      {isMissed ? t("calls.callBack") : t("calls.callAgain")}
    </button>
  );
}

function callText(outcome: string, isMine: boolean, durationMs: number, media: MediaKind): { text: string; icon: IconName; isMissed: boolean } {
  const icon = media === "video" ? "video" : "phone";
  switch (outcome) {
    case "timeout":
    case "missed":
    case "cancelled":
      return isMine
        ? { text: outcome === "cancelled" ? t("calls.youCancelled", { media }) : t("calls.noAnswerTo", { media }), icon, isMissed: false }
        : { text: t("calls.missedKind", { media }), icon: "missed", isMissed: true };
    case "declined":
      return { text: isMine ? t("calls.yoursDeclined", { media }) : t("calls.declinedKind", { media }), icon, isMissed: false };
    case "busy":
      return isMine ? { text: t("calls.lineBusy", { media }), icon, isMissed: false } : { text: t("calls.missedKindBusy", { media }), icon: "missed", isMissed: true };
    default: {
      const name = media === "video" ? t("calls.video") : t("calls.voice");
      return { text: durationMs > 0 ? `${name} · ${formatDuration(durationMs)}` : name, icon, isMissed: false };
    }
  }
}

/** `you`: what I am called there, which in some languages differs by the sentence. */
function namesOf(users: readonly string[], me: string, you = t("people.youObject")): string {
  const names = users.map((user) => (user === me ? you : nameOf(user)));
  if (names.length <= 3) return listOf(names);
  return t("people.andOthers", { names: names.slice(0, 2).join(", "), count: names.length - 2 });
}

function noticeText(event: NoticeEvent, users: readonly string[], me: string, kind: Room["kind"]): string {
  const { by: who } = event.data;
  const by = who === me ? "you" : "other";
  const name = nameOf(who);
  const isChannel = kind === "channel";
  switch (event.type) {
    case "chat.joined": {
      // Who makes a room is the first in it.
      if (event.data.seq === 1) {
        if (users.length === 0) return t(isChannel ? "events.createdChannel" : "events.createdGroup", { by, name });
        return t(isChannel ? "events.createdChannelWith" : "events.createdGroupWith", { by, name, others: namesOf(users, me, t("people.youWith")) });
      }
      return event.data.user === who ? t("events.joined", { by, name }) : t("events.added", { by, name, others: namesOf([event.data.user, ...users], me) });
    }
    case "chat.left":
      return event.data.user === who ? t("events.left", { by, name }) : t("events.removed", { by, name, others: namesOf([event.data.user, ...users], me) });
    case "chat.updated": {
      const { name: newName, topic } = event.data;
      if (newName !== undefined) return t(isChannel ? "events.renamedChannel" : "events.renamedGroup", { by, name, to: newName });
      if (topic !== undefined) return topic === "" ? t("events.removedTopic", { by, name }) : t("events.setTopic", { by, name, to: topic });
      return t("events.changedRoles", { by, name });
    }
  }
}
