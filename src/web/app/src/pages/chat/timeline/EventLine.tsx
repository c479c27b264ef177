import type { MediaKind, NoticeEvent, Room } from "@akkarealtime/client";
import { useClient, useSelected } from "@akkarealtime/react";
import { Icon, type IconName } from "../../../components/Icon.tsx";
import { attempt } from "../../../notifications/toasts.ts";
import { testIds } from "../../../testids.ts";
import { formatDuration, formatTime } from "../../../text/format.ts";
import { nameOf } from "../../../text/names.ts";
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
      {isMissed ? "Call back" : "Call again"}
    </button>
  );
}

function callText(outcome: string, isMine: boolean, durationMs: number, media: string): { text: string; icon: IconName; isMissed: boolean } {
  const kind = media === "video" ? "video call" : "voice call";
  const icon = media === "video" ? "video" : "phone";
  switch (outcome) {
    case "timeout":
    case "missed":
    case "cancelled":
      return isMine
        ? { text: outcome === "cancelled" ? `You cancelled the ${kind}` : `No answer to your ${kind}`, icon, isMissed: false }
        : { text: `Missed ${kind}`, icon: "missed", isMissed: true };
    case "declined":
      return { text: isMine ? `Your ${kind} was declined` : `Declined ${kind}`, icon, isMissed: false };
    case "busy":
      return isMine ? { text: `${capital(kind)}: the line was busy`, icon, isMissed: false } : { text: `Missed ${kind} while you were busy`, icon: "missed", isMissed: true };
    default: {
      const name = capital(kind);
      return { text: durationMs > 0 ? `${name} · ${formatDuration(durationMs)}` : name, icon, isMissed: false };
    }
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function listOf(users: readonly string[], me: string): string {
  const names = users.map((user) => (user === me ? "you" : nameOf(user)));
  if (names.length <= 3) return new Intl.ListFormat("en").format(names);
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} others`;
}

function noticeText(event: NoticeEvent, others: readonly string[], me: string, kind: Room["kind"]): string {
  const { by } = event.data;
  const who = (user: string) => (user === me ? "You" : nameOf(user));
  switch (event.type) {
    case "chat.joined":
      // Who makes a room is the first in it.
      if (event.data.seq === 1) return `${who(by)} created the ${kind}${others.length > 0 ? ` with ${listOf(others, me)}` : ""}`;
      return event.data.user === by ? `${who(by)} joined` : `${who(by)} added ${listOf([event.data.user, ...others], me)}`;
    case "chat.left":
      return event.data.user === by ? `${who(by)} left` : `${who(by)} removed ${listOf([event.data.user, ...others], me)}`;
    case "chat.updated":
      if (event.data.name !== undefined) return `${who(by)} renamed the ${kind} to “${event.data.name}”`;
      if (event.data.topic !== undefined) return event.data.topic === "" ? `${who(by)} removed the topic` : `${who(by)} set the topic to “${event.data.topic}”`;
      return `${who(by)} changed roles`;
  }
}
