import { RequestError, type Message, type Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { memo } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Icon, type IconName } from "../../components/Icon.tsx";
import { formatFull, formatTime } from "../../lib/format.ts";
import { nameOf } from "../../lib/names.ts";
import { attempt, explain } from "../../lib/toasts.ts";
import { testIds } from "../../testids.ts";
import { MessageActions } from "./MessageActions.tsx";
import { MessageText } from "./MessageText.tsx";
import type { DeliveryState, MessageRow } from "./rows.ts";

interface MessageItemProps {
  readonly row: MessageRow;
  readonly room: Room;
  readonly me: string;
  readonly onReply: (message: Message) => void;
  readonly onEdit: (message: Message) => void;
  readonly onThread: (root: string) => void;
}

/** Rows are made anew with every event of the room; only those in which something changed are drawn again. */
export const MessageItem = memo(PlainMessageItem, (before, after) => {
  const isSameRoom = before.room.id === after.room.id && before.room.kind === after.room.kind && before.room.role === after.room.role;
  return isSameRoom && before.me === after.me && isSameRow(before.row, after.row);
});

function isSameRow(before: MessageRow, after: MessageRow): boolean {
  return (Object.keys(after) as (keyof MessageRow)[]).every((name) => Object.is(before[name], after[name]));
}

function PlainMessageItem({ row, room, me, onReply, onEdit, onThread }: MessageItemProps) {
  const { message, outgoing, by, at, text, isOwn, isFirst, state, quoted, replies } = row;
  const showsName = !isOwn && room.kind !== "direct";
  const isDeleted = message?.deleted === true;
  return (
    <article
      className={["message", isOwn ? "own" : "", isFirst ? "first" : "", showsName ? "with-name" : ""].filter(Boolean).join(" ")}
      data-testid={testIds.message}
      data-seq={message?.seq ?? outgoing?.seq}
      data-key={message?.key ?? outgoing?.key}
      data-id={message?.id}
      data-state={state}
      data-own={isOwn}
      data-by={by}
      aria-label={`${isOwn ? "You" : nameOf(by)}, ${formatTime(at)}`}
    >
      {showsName && <span className="message-avatar">{isFirst && <Avatar id={by} name={nameOf(by)} size={32} />}</span>}
      <div className="message-column">
        {showsName && isFirst && <strong className="message-name">{nameOf(by)}</strong>}
        <div className="bubble-line">
          <div className="bubble">
            {(message?.replyTo ?? outgoing?.replyTo) !== undefined && (
              <blockquote className="quote">
                <strong>{quoted ? nameOf(quoted.by) : "An earlier message"}</strong>
                <span>{quoted?.deleted ? "Message deleted" : quoted?.text}</span>
              </blockquote>
            )}
            <p className="message-text" data-testid={testIds.messageText}>
              {isDeleted ? <em>Message deleted</em> : <MessageText text={text} me={me} />}
            </p>
            <span className="message-meta">
              {message?.pinned && <Icon name="pin" size={12} />}
              {message?.editedAt && <span>edited</span>}
              <time dateTime={at} title={formatFull(at)}>
                {formatTime(at)}
              </time>
              {isOwn && <Delivery state={state} seenBy={row.seenBy} kind={room.kind} />}
            </span>
          </div>
          {message && !isDeleted && <MessageActions message={message} room={room} isOwn={isOwn} onReply={onReply} onEdit={onEdit} onThread={onThread} />}
        </div>
        {message && <Reactions message={message} room={room.id} me={me} />}
        {replies > 0 && message && (
          <button type="button" className="link thread-link" onClick={() => onThread(message.id)}>
            {replies} {replies === 1 ? "reply" : "replies"}
          </button>
        )}
        {outgoing?.state === "failed" && <Failed itemKey={outgoing.key} error={outgoing.error} />}
      </div>
    </article>
  );
}

const deliveries: Record<DeliveryState, { icon: IconName; label: string }> = {
  queued: { icon: "clock", label: "Waiting to be sent" },
  sending: { icon: "clock", label: "Sending" },
  sent: { icon: "check", label: "Sent" },
  delivered: { icon: "checks", label: "Delivered" },
  read: { icon: "checks", label: "Read" },
  failed: { icon: "alert", label: "Not sent" },
};

function Delivery({ state, seenBy, kind }: { state: DeliveryState; seenBy: number; kind: Room["kind"] }) {
  const { icon, label } = deliveries[state];
  const text = state === "read" && kind !== "direct" ? `Read by ${seenBy}` : label;
  return (
    <span className="delivery" role="img" aria-label={text} title={text} data-testid={testIds.messageState} data-state={state}>
      <Icon name={icon} size={14} />
    </span>
  );
}

function Reactions({ message, room, me }: { message: Message; room: string; me: string }) {
  const { connection } = useClient();
  const reactions = Object.entries(message.reactions ?? {});
  if (reactions.length === 0) return null;
  return (
    <div className="reactions">
      {reactions.map(([emoji, users]) => {
        const isMine = users.includes(me);
        return (
          <button
            key={emoji}
            type="button"
            className="reaction"
            aria-pressed={isMine}
            title={users.map(nameOf).join(", ")}
            data-testid={testIds.messageReaction}
            data-emoji={emoji}
            onClick={() => attempt(connection.request("chat.react", { room, id: message.id, emoji, on: !isMine }))}
          >
            {emoji} {users.length}
          </button>
        );
      })}
    </div>
  );
}

function Failed({ itemKey, error }: { itemKey: string; error: RequestError["code"] | undefined }) {
  const { outbox } = useClient();
  return (
    <p className="message-failed" role="alert">
      Not sent. {error && explain(new RequestError(error, error))}{" "}
      <button type="button" className="link" data-testid={testIds.messageRetry} onClick={() => outbox.retry(itemKey)}>
        Try again
      </button>{" "}
      <button type="button" className="link" data-testid={testIds.messageDiscard} onClick={() => outbox.discard(itemKey)}>
        Discard
      </button>
    </p>
  );
}
