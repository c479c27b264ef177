import type { Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from "react";
import type { VirtualListHandle } from "../../components/list/VirtualList.tsx";
import { attempt } from "../../notifications/toasts.ts";
import { rightsOn, type MessageCommands } from "../message/message-rights.ts";
import type { FoldRow, MessageRow, OwnRow, Row } from "./rows.ts";

interface KeyOptions {
  readonly rows: readonly Row[];
  readonly list: RefObject<VirtualListHandle | null>;
  readonly room: Room;
  readonly me: string;
  readonly commands: MessageCommands;
}

const page = 10;

/** Arrow keys, PageUp and PageDown, Home and End move through the messages; one letter does something with the one that has the focus. */
export function useMessageKeys({ rows, list, room, me, commands }: KeyOptions) {
  const { rooms } = useClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const isMoving = useRef(false);
  const messages = rows.filter((row): row is MessageRow | FoldRow | OwnRow => row.kind === "message" || row.kind === "fold" || row.kind === "own");
  const at = messages.findIndex((row) => row.key === chosen);
  const current = (at < 0 ? messages.at(-1) : messages[at])?.key ?? null;

  // The row may have to be drawn before it can take the focus.
  useLayoutEffect(() => {
    if (!isMoving.current || current === null) return;
    const row = list.current?.element?.querySelector<HTMLElement>(`[data-row="${CSS.escape(current)}"] article`);
    if (!row) return;
    isMoving.current = false;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  });

  const moveTo = (index: number) => {
    const row = messages[Math.min(Math.max(0, index), messages.length - 1)];
    if (!row) return;
    isMoving.current = true;
    setChosen(row.key);
    const isDrawn = list.current?.element?.querySelector(`[data-row="${CSS.escape(row.key)}"]`) !== null;
    if (!isDrawn) list.current?.scrollTo(row.key);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (target.matches("input, textarea, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const from = at < 0 ? messages.length - 1 : at;
    const row = messages[from];
    const moves: Record<string, number | undefined> = {
      ArrowUp: from - 1,
      ArrowDown: from + 1,
      PageUp: from - page,
      PageDown: from + page,
      Home: 0,
      End: messages.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      if (event.key === "End" && row) attempt(rooms.loadLatest(room.id).then(() => list.current?.scrollToEnd()));
      moveTo(next);
    } else if (event.key === "Escape" && target.closest(".message-actions")) {
      target.closest<HTMLElement>("article")?.focus();
    } else if (!target.matches("article") || row?.kind !== "message" || !row.message || row.message.deleted || !act(event.key, row.message)) {
      return;
    }
    event.preventDefault();
  };

  const act = (key: string, message: NonNullable<MessageRow["message"]>): boolean => {
    const rights = rightsOn(message, room, me);
    if (key === "r") commands.reply(message);
    else if (key === "t" && rights.thread) commands.thread(message.id);
    else if (key === "e" && rights.edit) commands.edit(message);
    else if (key === "p" && rights.pin) attempt(rooms.pin(room.id, message.id, message.pinned !== true));
    else if (key === "Delete" && rights.delete) commands.delete(message);
    else return false;
    return true;
  };

  const onFocus = (event: FocusEvent) => {
    const key = (event.target as HTMLElement).closest<HTMLElement>("[data-row]")?.dataset.row;
    if (key !== undefined) setChosen(key);
  };

  return { current, onKeyDown, onFocus };
}
