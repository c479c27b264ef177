/**
 * How a push shows, for a service worker.
 * @module @akkarealtime/react-ui/push
 */

import { t } from "../i18n/t.ts";
import { withoutMarks } from "../text/marks.ts";

/** What the server pushes (protocol §5). */
export interface Push {
  readonly kind: "message" | "call" | "call-ended";
  readonly tag: string;
  readonly room: string;
  readonly from: { readonly id: string; readonly name: string };
  readonly at: string;
  readonly roomName?: string;
  readonly messageId?: string;
  readonly text?: string;
  readonly files?: readonly { readonly name: string; readonly voiceMs?: number }[];
  readonly unread?: number;
  readonly callId?: string;
  readonly media?: "audio" | "video";
  readonly expiresAt?: string;
  readonly outcome?: "answered" | "declined" | "missed";
}

/** What is kept with a notification. */
export interface NoticeData {
  readonly room: string;
  readonly message?: string;
  readonly unread: number;
}

/** How a push shows: what `showNotification` takes. */
export interface PushNotice {
  readonly title: string;
  readonly body: string;
  /** It makes itself heard, also where it goes in the place of another one. */
  readonly isLoud: boolean;
  /** It stays until somebody has seen to it. */
  readonly stays: boolean;
  readonly data: NoticeData;
}

/** How a push shows. */
export function noticeOf(push: Push): PushNotice {
  const { from, roomName, room } = push;
  if (push.kind === "message") {
    return {
      title: roomName === undefined ? from.name : t("notifications.nameInRoom", { name: from.name, room: roomName }),
      body: bodyOf(push),
      isLoud: true,
      stays: false,
      data: { room, ...(push.messageId !== undefined && { message: push.messageId }), unread: push.unread ?? 1 },
    };
  }
  const media = push.media ?? "audio";
  const group = roomName === undefined ? t("calls.incomingText", { media }) : t("calls.incomingIn", { media, group: roomName });
  // Push services keep a ring no longer than it lasts.
  if (push.kind === "call") return { title: t("calls.isCalling", { name: from.name }), body: group, isLoud: true, stays: true, data: { room, unread: 0 } };
  const isMissed = push.outcome === "missed";
  return {
    title: isMissed ? t("calls.missedFrom", { name: from.name }) : t("push.callFrom", { name: from.name }),
    body: isMissed ? t("calls.missedKind", { media }) : push.outcome === "answered" ? t("push.answered") : t("push.callOver"),
    isLoud: false,
    stays: false,
    data: { room, unread: isMissed ? 1 : 0 },
  };
}

function bodyOf({ text = "", files = [] }: Push): string {
  const words = withoutMarks(text).replace(/\s+/g, " ").trim();
  return words || files.map(({ name, voiceMs }) => (voiceMs === undefined ? name : t("voice.of", { time: minutes(voiceMs) }))).join(", ");
}

function minutes(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
