import type { Room } from "@akkarealtime/client";
import { useNames, useSelected } from "@akkarealtime/react";
import { memo, useLayoutEffect, useRef, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Boundary } from "../../components/Boundary.tsx";
import { Icon, type IconName } from "../../components/Icon.tsx";
import { useLongPress } from "../../hooks/use-long-press.ts";
import { t, type MessageKey } from "../../i18n/t.ts";
import { Attachments, EditBox, FailedMessage, ForwardedLine, LinkPreviews, MessageActions } from "../../parts.ts";
import { profile } from "../../profile.ts";
import { testIds } from "../../testids.ts";
import { formatFull, formatTime } from "../../text/format.ts";
import { nameOf } from "../../text/names.ts";
import { heightOf, previewHeight } from "../files/places.ts";
import { ownThreads } from "../threads/own-threads.ts";
import type { DeliveryState, MessageRow } from "../timeline/rows.ts";
import type { Shown } from "./MessageActions.tsx";
import { MessageText } from "./MessageText.tsx";
import { Quote } from "./Quote.tsx";
import { Reactions } from "./Reactions.tsx";
import type { MessageCommands } from "./message-rights.ts";
import { spokenText } from "../timeline/spoken.ts";
import { deletions, undoDelete } from "./deletions.ts";
import { tellsSeen } from "./seen-by.ts";

interface MessageItemProps {
  readonly row: MessageRow;
  readonly room: Room;
  readonly me: string;
  readonly commands: MessageCommands;
  /** The one that Tab leads to. */
  readonly isCurrent?: boolean;
  readonly isFound?: boolean;
  readonly isEditing?: boolean;
  readonly isInThread?: boolean;
}

/** Rows are made anew with every event of the room; only those in which something changed are drawn again. */
export const MessageItem = memo(PlainMessageItem, (before, after) => {
  const isSameRoom = before.room.id === after.room.id && before.room.kind === after.room.kind && before.room.role === after.room.role && tellsSeen(before.room) === tellsSeen(after.room);
  const names = ["me", "commands", "isCurrent", "isFound", "isEditing", "isInThread"] as const;
  return isSameRoom && names.every((name) => before[name] === after[name]) && isSameRow(before.row, after.row);
});

function isSameRow(before: MessageRow, after: MessageRow): boolean {
  return (Object.keys(after) as (keyof MessageRow)[]).every((name) => Object.is(before[name], after[name]));
}

function PlainMessageItem({ row, room, me, commands, isCurrent = false, isFound = false, isEditing = false, isInThread = false }: MessageItemProps) {
  useNames();
  const { message, outgoing, by, at, text, isOwn, isFirst, state, quoted, replies, replyTo } = row;
  const [isNear, setNear] = useState(false);
  const [shown, show] = useState<Shown>("toolbar");
  const press = useLongPress(() => {
    setNear(true);
    show("menu");
  });
  const showsName = !isOwn && room.kind !== "direct";
  // Not yet for others: it can be taken back.
  const isGoing = useSelected(deletions, (ids) => message !== null && ids.has(message.id)) && message?.deleted !== true;
  const isDeleted = message?.deleted === true || isGoing;
  const fresh = useSelected(ownThreads, ({ marks }) => marks.get(message?.id ?? "")?.unread);
  const hasActions = message !== null && !isDeleted && !isEditing && (isNear || shown !== "toolbar");
  const who = isOwn ? t("common.you") : nameOf(by);
  const article = useRef<HTMLElement>(null);
  const before = useRef(shown);
  // What closes takes the focus with it; it comes back to the message, unless what was chosen takes it.
  useLayoutEffect(() => {
    const hasClosed = before.current !== "toolbar" && shown === "toolbar";
    before.current = shown;
    if (hasClosed && (document.activeElement === null || document.activeElement === document.body)) article.current?.focus({ preventScroll: true });
  }, [shown]);
  const files = isDeleted ? undefined : (message ?? outgoing)?.attachments;
  return (
    <article
      className={["message", isOwn ? "own" : "", isFirst ? "first" : "", showsName ? "with-name" : "", isFound ? "found" : ""].filter(Boolean).join(" ")}
      data-testid={testIds.message}
      data-seq={message?.seq ?? outgoing?.seq}
      data-key={message?.key ?? outgoing?.key}
      data-id={message?.id}
      data-state={state}
      data-own={isOwn}
      data-by={by}
      data-deleted={isDeleted || undefined}
      data-found={isFound || undefined}
      tabIndex={isCurrent ? 0 : -1}
      ref={article}
      aria-label={[`${who}: ${isDeleted ? t("message.deletedSpoken") : spokenText(text, files, message?.mentions ?? outgoing?.mentions)}`, formatTime(at), message?.editedAt ? t("message.edited") : "", message?.pinned ? t("message.pinnedSpoken") : ""].filter(Boolean).join(", ")}
      onPointerEnter={(event) => {
        if (event.pointerType !== "touch") setNear(true);
      }}
      onPointerLeave={(event) => {
        if (!event.currentTarget.contains(document.activeElement)) setNear(false);
      }}
      onFocus={() => setNear(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget) && !event.currentTarget.matches(":hover")) setNear(false);
      }}
      // Not of what lies over it: a finger that stays on the menu or beside it means neither this message nor its menu.
      {...(shown === "toolbar" ? press : undefined)}
    >
      {showsName && (
        <span className="message-avatar" onClick={isFirst ? () => profile.set(by) : undefined}>
          {isFirst && <Avatar id={by} name={nameOf(by)} size={32} />}
        </span>
      )}
      <div className="message-column">
        {showsName && isFirst && (
          <button type="button" className="message-name who" dir="auto" tabIndex={isCurrent ? 0 : -1} data-testid={testIds.profileOpen} data-user={by} onClick={() => profile.set(by)}>
            {nameOf(by)}
          </button>
        )}
        <div className="bubble-line">
          <div className="bubble">
            {replyTo !== undefined && !isDeleted && <Quote room={room.id} isDirect={room.kind === "direct"} id={replyTo} quoted={quoted} onJump={commands.jump} />}
            {message?.forwarded && !isDeleted && (
              <Boundary as="line">
                <ForwardedLine from={message.forwarded} />
              </Boundary>
            )}
            {files !== undefined && files.length > 0 && (
              <Boundary as="line" loading={<div style={{ height: heightOf(files) }} />}>
                <Attachments room={room.id} files={files} />
              </Boundary>
            )}
            {isEditing && message ? (
              <Boundary as="line">
                <EditBox message={message} room={room.id} onDone={() => commands.edit(null)} />
              </Boundary>
            ) : (
              <div className="message-text" data-testid={testIds.messageText} dir="auto">
                {isDeleted ? <em>{t("message.deleted")}</em> : <MessageText text={text} mentions={message?.mentions ?? outgoing?.mentions} audience={(message ?? outgoing)?.audience} me={me} />}
              </div>
            )}
            {message?.previews?.[0] && !isDeleted && (
              <Boundary as="line" loading={<div style={{ height: message.previews.length * previewHeight }} />}>
                <LinkPreviews message={message} room={room} me={me} />
              </Boundary>
            )}
            {isGoing && (
              <button type="button" className="link undo" data-testid={testIds.messageUndo} onClick={() => undoDelete(message?.id ?? "")}>
                {t("common.undo")}
              </button>
            )}
            <span className="message-meta">
              {message?.pinned && <Icon name="pin" size={12} />}
              {message?.editedAt && !isDeleted && (
                <span data-testid={testIds.messageEdited} title={t("message.editedAt", { time: formatFull(message.editedAt) })}>
                  {t("message.editedMark")}
                </span>
              )}
              <time dateTime={at} title={formatFull(at)}>
                {formatTime(at)}
              </time>
              {isOwn && <Delivery state={state} seenBy={row.seenBy} kind={room.kind} />}
            </span>
          </div>
          {hasActions && (
            <Boundary as="line">
              <MessageActions message={message} room={room} me={me} commands={commands} isInThread={isInThread} shown={shown} onShow={show} />
            </Boundary>
          )}
        </div>
        {message && <Reactions message={message} room={room.id} me={me} />}
        {replies > 0 && message && (
          <button type="button" className="link thread-link" data-testid={testIds.messageReplies} onClick={() => commands.thread(message.id)}>
            <Icon name="thread" size={14} />
            {t("thread.replies", { count: replies })}
            {!!fresh && <>, <b>{t("timeline.newCount", { count: fresh })}</b></>}
          </button>
        )}
        {outgoing?.state === "failed" && (
          <Boundary as="line">
            <FailedMessage itemKey={outgoing.key} error={outgoing.error} field={outgoing.field} />
          </Boundary>
        )}
      </div>
    </article>
  );
}

const deliveries: Record<DeliveryState, { icon: IconName; label: MessageKey }> = {
  queued: { icon: "clock", label: "delivery.queued" },
  sending: { icon: "clock", label: "delivery.sending" },
  sent: { icon: "check", label: "delivery.sent" },
  delivered: { icon: "checks", label: "delivery.delivered" },
  read: { icon: "checks", label: "delivery.read" },
  failed: { icon: "alert", label: "delivery.failed" },
};

function Delivery({ state, seenBy, kind }: { state: DeliveryState; seenBy: number; kind: Room["kind"] }) {
  const { icon, label } = deliveries[state];
  const text = state === "read" && kind !== "direct" ? t("delivery.readBy", { count: seenBy }) : t(label);
  return (
    <span className="delivery" role="img" aria-label={text} title={text} data-testid={testIds.messageState} data-state={state}>
      <Icon name={icon} size={14} />
    </span>
  );
}
