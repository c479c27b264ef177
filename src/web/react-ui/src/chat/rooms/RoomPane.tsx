import type { Message, Room } from "@akkarealtime/client";
import { useClient, useMembers, usePresence, useRoom, useSelected } from "@akkarealtime/react";
import { useCallback, useMemo, useState, type KeyboardEvent } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Boundary } from "../../components/Boundary.tsx";
import { Icon } from "../../components/Icon.tsx";
import { CallButtons } from "../../components/call/CallButtons.tsx";
import { useLive } from "../../hooks/use-live.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { JoinBanner, Pins, RoomCallBanner, RoomDetails, SeenBy, Thread } from "../../parts.ts";
import { jumps } from "../../route.ts";
import { testIds } from "../../testids.ts";
import { formatLastSeen } from "../../text/format.ts";
import { titleOf } from "../../text/names.ts";
import { labelOf } from "../../text/status.ts";
import { Composer } from "../composer/Composer.tsx";
import { mayWrite } from "../composer/may-write.ts";
import { DropHint } from "../files/AttachButton.tsx";
import { useDrop } from "../files/use-uploads.ts";
import type { MessageCommands } from "../message/message-rights.ts";
import { deleteSoon } from "../message/deletions.ts";
import { Timeline } from "../timeline/Timeline.tsx";
import { RoomMenu } from "./RoomMenu.tsx";

/** What stands beside the messages. */
type Side = { readonly kind: "thread"; readonly root: string; readonly found: string | null } | { readonly kind: "pins" | "details" };

interface RoomPaneProps {
  readonly room: Room;
  readonly me: string;
  /** A channel that one looks into without being a member. */
  readonly isPreview?: boolean;
  readonly onBack: () => void;
}

export function RoomPane({ room, me, isPreview = false, onBack }: RoomPaneProps) {
  const state = useRoom(room.id);
  const { rooms, calls } = useClient();
  const hasCall = useSelected(calls.state, ({ elsewhere }) => elsewhere.some((call) => call.room === room.id));
  // Names of those who wrote, and how far everybody has read.
  useMembers(room.id);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [seen, setSeen] = useState<Message | null>(null);
  const [side, setSide] = useState<Side | null>(null);
  const drop = useDrop(room.id);
  const title = titleOf(room);
  const openThread = useCallback((root: string, found: string | null = null) => setSide({ kind: "thread", root, found }), []);
  const closeSide = useCallback(() => setSide(null), []);
  const closeDialogs = () => setSeen(null);
  const commands = useMemo<MessageCommands>(
    () => ({
      reply: setReplyTo,
      edit: (message) => {
        setEditing(message?.id ?? null);
        if (!message) focusComposer();
      },
      thread: openThread,
      delete: ({ id }) => deleteSoon(rooms, room.id, id),
      seen: setSeen,
      jump: (message) => {
        // On a phone a panel covers what one wants to see.
        if (matchMedia("(max-width: 760px)").matches) setSide((before) => (before?.kind === "pins" ? null : before));
        jumps.set({ room: room.id, message });
      },
    }),
    [rooms, room.id, openThread],
  );

  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || side === null) return;
    // Menus and dialogs close before what they belong to, and a search field is emptied first.
    const target = event.target as HTMLElement;
    if (target.closest("dialog, [role=menu], [role=dialog]") || (target.matches("[type=search]") && (target as HTMLInputElement).value !== "")) return;
    closeSide();
  };

  return (
    <div className="room" onKeyDown={onKey} data-testid={testIds.room} data-room={room.id} data-preview={isPreview}>
      <section className="room-main" aria-label={title} {...(isPreview ? {} : drop.handlers)}>
        {drop.isOver && <DropHint />}
        <header className="room-header">
          <button type="button" className="icon-button back" aria-label={t("room.backToList")} data-testid={testIds.roomBack} onClick={onBack}>
            <Icon name="back" />
          </button>
          <Avatar id={room.peer ?? room.id} name={room.kind === "channel" ? "#" : title} size={38} presenceOf={room.peer} />
          <div className="room-title">
            <h2 data-testid={testIds.roomTitle}>{title}</h2>
            <Subtitle room={room} />
          </div>
          {!isPreview && <CallButtons room={room} title={title} />}
          <button
            type="button"
            className="icon-button"
            aria-label={t("pins.title")}
            title={t("pins.title")}
            aria-expanded={side?.kind === "pins"}
            data-testid={testIds.pinsOpen}
            onClick={() => setSide(side?.kind === "pins" ? null : { kind: "pins" })}
          >
            <Icon name="pin" />
          </button>
          <RoomMenu isOpen={side?.kind === "details"} onToggle={() => setSide(side?.kind === "details" ? null : { kind: "details" })} />
        </header>
        {hasCall && (
          <Boundary as="line">
            <RoomCallBanner room={room.id} title={title} />
          </Boundary>
        )}
        <Boundary>{state && <Timeline state={state} me={me} commands={commands} editing={editing} onThread={openThread} />}</Boundary>
        {isPreview || !mayWrite(room) ? (
          <Boundary as="line">
            <JoinBanner room={room} isPreview={isPreview} />
          </Boundary>
        ) : (
          <Composer room={room} replyTo={replyTo} lastOwn={() => lastOwn(state?.entries ?? [], me)} onEdit={commands.edit} onDone={() => setReplyTo(null)} />
        )}
      </section>
      <Boundary key={side === null ? "" : side.kind === "thread" ? side.root : side.kind} as="panel" onClose={closeSide}>
        {side?.kind === "thread" && state && (
          <Thread key={side.root} state={state} me={me} root={side.root} found={side.found} editing={editing} commands={commands} onClose={closeSide} />
        )}
        {side?.kind === "pins" && <Pins room={room} me={me} onJump={commands.jump} onClose={closeSide} />}
        {side?.kind === "details" && <RoomDetails room={room} me={me} isPreview={isPreview} onClose={closeSide} />}
      </Boundary>
      <Boundary key={seen?.id} as="dialog" onClose={closeDialogs}>
        {seen && <SeenBy message={seen} room={room} me={me} onClose={closeDialogs} />}
      </Boundary>
    </div>
  );
}

function Subtitle({ room }: { room: Room }) {
  const known = usePresence(room.peer);
  const status = useLive() ? known : undefined;
  const now = useNow(30_000, room.kind === "direct");
  let text = `${t("room.members", { count: room.members })}${room.topic ? ` · ${room.topic}` : ""}`;
  if (room.kind === "direct") {
    const said = `${status?.emoji ?? ""} ${status?.text ?? ""}`.trim();
    const seen = status?.status === "offline" && status.lastSeen ? formatLastSeen(status.lastSeen, now) : labelOf(status);
    text = said ? `${seen} · ${said}` : seen;
  }
  return (
    <p className="room-subtitle" data-testid={testIds.roomSubtitle}>
      {text}
    </p>
  );
}

function lastOwn(entries: readonly { kind: string; message?: Message }[], me: string): Message | null {
  const isMine = ({ message }: { message?: Message }) => message?.by === me && !message.deleted && message.thread === undefined;
  return entries.findLast(isMine)?.message ?? null;
}

/** Where one goes on after an edit; not on a phone, where it would bring up the keyboard. */
function focusComposer(): void {
  if (!matchMedia("(pointer: coarse)").matches) document.querySelector<HTMLElement>(`[data-testid="${testIds.composerInput}"]`)?.focus();
}
