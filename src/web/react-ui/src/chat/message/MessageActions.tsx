import type { Message, Room } from "@akkarealtime/client";
import { useClient, useSelected } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";
import { Boundary } from "../../components/Boundary.tsx";
import { Icon } from "../../components/Icon.tsx";
import { useFitting } from "../../hooks/use-fitting.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { EmojiPicker } from "../../parts.ts";
import { useHost } from "../../host-context.ts";
import { save, saved } from "../../saved.ts";
import { testIds } from "../../testids.ts";
import { nameOf } from "../../text/names.ts";
import { quickEmojis } from "../../emoji/emoji.ts";
import { removing } from "../people/RemoveDialog.tsx";
import { mayWrite } from "../composer/may-write.ts";
import { copy } from "./copy.ts";
import { forwarding } from "./ForwardDialog.tsx";
import { rightsOn, type MessageCommands } from "./message-rights.ts";
import { reporting } from "./ReportDialog.tsx";
import { tellsSeen } from "./seen-by.ts";

export type Shown = "toolbar" | "picker" | "menu";

interface MessageActionsProps {
  readonly message: Message;
  readonly room: Room;
  readonly me: string;
  readonly commands: MessageCommands;
  readonly isInThread: boolean;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}

/** What can be done with a message: beside it while the pointer or the focus is on it; as a sheet after a long press. */
export function MessageActions({ message, room, me, commands, isInThread, shown, onShow }: MessageActionsProps) {
  const { rooms, connection } = useClient();
  const { id } = message;
  const link = useHost("MessageActions").linkTo?.(room.id, id);
  const isSaved = useSelected(saved, (all) => all?.some((one) => one.message.id === id) === true);
  const rights = rightsOn(message, room, me);
  const react = (emoji: string) => {
    onShow("toolbar");
    attempt(rooms.react(room.id, id, emoji, message.reactions[emoji]?.includes(me) !== true));
  };
  const run = (action: () => void) => () => {
    onShow("toolbar");
    action();
  };
  const items: readonly Item[] = [
    ...(isInThread || !mayWrite(room) ? [] : [{ label: t("message.reply"), icon: "reply", testId: testIds.messageReply, run: run(() => commands.reply(message)) } as const]),
    ...(rights.thread && !isInThread ? [{ label: t("message.replyInThread"), icon: "thread", testId: testIds.messageThread, run: run(() => commands.thread(id)) } as const] : []),
    ...(rights.pin
      ? [
          {
            label: message.pinned ? t("message.unpin") : t("message.pin"),
            icon: "pin",
            testId: testIds.messagePin,
            run: run(() => attempt(rooms.pin(room.id, id, message.pinned !== true))),
          } as const,
        ]
      : []),
    ...(rights.edit && mayWrite(room) ? [{ label: t("message.edit"), icon: "edit", testId: testIds.messageEdit, run: run(() => commands.edit(message)) } as const] : []),
    ...(rights.delete ? [{ label: t("message.delete"), icon: "trash", testId: testIds.messageDelete, run: run(() => commands.delete(message)) } as const] : []),
  ];

  if (shown === "menu") {
    return (
      <Menu
        items={[
          ...items,
          ...(tellsSeen(room) ? [{ label: t("message.seenBy"), icon: "checks", testId: testIds.messageSeen, run: run(() => commands.seen(message)) } as const] : []),
          { label: isSaved ? t("saved.remove") : t("saved.item"), icon: "bookmark", testId: "message-save", run: run(() => attempt(save(connection, room.id, id, !isSaved))) },
          ...(message.text ? [{ label: t("forward.item"), icon: "forward", testId: "message-forward", run: run(() => forwarding.set({ message, room: room.id })) } as const] : []),
          { label: t("message.copy"), icon: "copy", testId: "message-copy-text", run: run(() => copy(message.text, t("common.copied"))) },
          ...(link === undefined ? [] : [{ label: t("message.copyLink"), icon: "link", testId: testIds.messageCopyLink, run: run(() => copy(link, t("message.linkCopied"))) } as const]),
          ...(message.by === me ? [] : [{ label: t("report.item"), icon: "alert", testId: "message-report", run: run(() => reporting.set({ message, room: room.id })) } as const]),
          ...(message.by === me || room.kind === "direct" || room.role === "member"
            ? []
            : [{ label: t("bans.author"), icon: "leave", testId: "message-remove-author", run: run(() => removing.set({ room, user: message.by, name: nameOf(message.by) })) } as const]),
        ]}
        onReact={react}
        onClose={() => onShow("toolbar")}
      />
    );
  }
  return (
    <div className="message-actions" role="toolbar" aria-label={t("message.title")} data-open={shown === "picker"}>
      {quickEmojis.slice(0, 3).map((emoji) => (
        <button key={emoji} type="button" className="action emoji-action" aria-label={t("message.reactWith", { emoji })} title={t("message.reactWith", { emoji })} data-emoji={emoji} onClick={() => react(emoji)}>
          {emoji}
        </button>
      ))}
      <Action label={t("message.react")} icon="smile" testId={testIds.messageReact} run={() => onShow(shown === "picker" ? "toolbar" : "picker")} />
      {items.map((item) => (
        <Action key={item.label} {...item} />
      ))}
      <Action label={t("common.more")} icon="more" testId={testIds.messageMenu} run={() => onShow("menu")} />
      {shown === "picker" && (
        <Boundary as="line">
          <EmojiPicker onPick={react} onClose={() => onShow("toolbar")} />
        </Boundary>
      )}
    </div>
  );
}

interface Item {
  readonly label: string;
  readonly icon: Parameters<typeof Icon>[0]["name"];
  readonly testId: string;
  readonly run: () => void;
}

function Action({ label, icon, testId, run }: Item) {
  return (
    <button type="button" className="action" aria-label={label} title={label} data-testid={testId} onClick={run}>
      <Icon name={icon} size={16} />
    </button>
  );
}

/** Everything, with words: a popover at the message, and a sheet from below on a phone. */
function Menu({ items, onReact, onClose }: { items: readonly Item[]; onReact: (emoji: string) => void; onClose: () => void }) {
  const [isPicking, setPicking] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useFitting(menu);
  useEffect(() => menu.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus(), []);
  return (
    <>
      {/* At the click and not before it, which would go to whatever lies below. A press that lasts is no click, but a context menu. */}
      <div
        className="menu-back"
        onClick={onClose}
        onContextMenu={(event) => {
          event.preventDefault();
          onClose();
        }}
      />
      <div
        className="message-menu"
        role="menu"
        aria-label={t("message.title")}
        ref={menu}
        onKeyDown={(event) => {
          event.stopPropagation();
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (event.key === "Escape") onClose();
          else if (step === undefined) return;
          else moveFocus(event.currentTarget, step);
          event.preventDefault();
        }}
      >
        {isPicking ? (
          <Boundary as="line">
            <EmojiPicker onPick={onReact} onClose={onClose} />
          </Boundary>
        ) : (
          <div className="menu-emojis">
            {quickEmojis.map((emoji) => (
              <button key={emoji} type="button" role="menuitem" className="emoji" aria-label={t("message.reactWith", { emoji })} data-emoji={emoji} onClick={() => onReact(emoji)}>
                {emoji}
              </button>
            ))}
            <button type="button" role="menuitem" className="emoji" aria-label={t("emoji.another")} onClick={() => setPicking(true)}>
              <Icon name="smile" size={18} />
            </button>
          </div>
        )}
        {items.map(({ label, icon, testId, run }) => (
          <button key={label} type="button" role="menuitem" className="menu-item" data-testid={`${testId}-item`} onClick={run}>
            <Icon name={icon} size={18} />
            {label}
          </button>
        ))}
      </div>
    </>
  );
}

function moveFocus(menu: HTMLElement, step: number): void {
  const all = [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + step + all.length) % all.length]?.focus();
}
