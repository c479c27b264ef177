import type { RoomState } from "@akkarealtime/client";
import { useClient, useOutgoing, useReadable } from "@akkarealtime/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Boundary } from "../../components/Boundary.tsx";
import { Icon } from "../../components/Icon.tsx";
import { idle } from "../../components/later.ts";
import { VirtualList, type Seen, type VirtualListHandle } from "../../components/list/VirtualList.tsx";
import { useFolds } from "../../folds.ts";
import { useHost } from "../../host-context.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { Announcer, EventLine, FoldLine, NoteItem, OwnEvent, TypingLine } from "../../parts.ts";
import { leaveMessage } from "../../navigation.ts";
import { testIds } from "../../testids.ts";
import { formatDay } from "../../text/format.ts";
import { beginningOf, nameOf } from "../../text/names.ts";
import { heightOf, previewHeight } from "../files/places.ts";
import { MessageItem } from "../message/MessageItem.tsx";
import type { MessageCommands } from "../message/message-rights.ts";
import { ownThreads, unseenMention } from "../threads/own-threads.ts";
import { notes, type Note } from "./notes.ts";
import { newRowKey, rowsOf, type Row } from "./rows.ts";
import { useJump } from "./use-jump.ts";
import { useMessageKeys } from "./use-message-keys.ts";
import { useOwnAtEnd } from "./use-own-at-end.ts";
import { useReadMark, useUnread } from "./use-unread.ts";

interface TimelineProps {
  readonly state: RoomState;
  readonly me: string;
  readonly commands: MessageCommands;
  readonly editing: string | null;
  readonly onThread: (root: string, message?: string) => void;
}

const none: readonly Note[] = [];
/** The place of the line that says who is typing. */
const noTyping = <p className="typing" />;

/** A room's messages: as many as are loaded, of which those are drawn that are seen. */
export function Timeline({ state, me, commands, editing, onThread }: TimelineProps) {
  const { rooms } = useClient();
  const outgoing = useOutgoing(state.room.id);
  const noted = useReadable(notes).get(state.room.id) ?? none;
  const now = useNow(60_000);
  const isIdle = useReadable(idle);
  const list = useRef<VirtualListHandle>(null);
  const [seen, setSeen] = useState<Seen>({ first: 0, isAtEnd: true, isNearStart: false, isNearEnd: false });
  const isLoaded = state.history === "loaded";
  const isAtEnd = seen.isAtEnd && !state.newer;
  const [unread, leaveUnread] = useUnread(state, isAtEnd);
  const foldOf = useFolds(state.room.kind === "direct");
  const events = useHost("Timeline").extensions?.events;
  const rows = useMemo(() => rowsOf(state, outgoing, { me, readBefore: unread.read, notes: noted, foldOf, events }), [state, outgoing, me, unread.read, noted, foldOf, events]);
  const { id, head } = state.room;
  const mention = unseenMention(state, me, useReadable(ownThreads), foldOf);
  useReadMark(id, mention === undefined ? head : mention.seq - 1, isLoaded && isAtEnd);

  const { found, goTo } = useJump({ state, rows, list, onThread });
  const keys = useMessageKeys({ rows, list, room: state.room, me, commands });

  const { isNearStart, isNearEnd } = seen;
  const { more, newer } = state;
  const [first, last] = [state.entries[0]?.seq, state.entries.at(-1)?.seq];
  useEffect(() => {
    if (isLoaded && isNearStart && more) void rooms.loadOlder(id);
  }, [rooms, id, isLoaded, isNearStart, more, first]);
  useEffect(() => {
    if (isLoaded && isNearEnd && newer) void rooms.loadNewer(id);
  }, [rooms, id, isLoaded, isNearEnd, newer, last]);

  const onSeen = useCallback((next: Seen) => setSeen((before) => (isSame(before, next) ? before : next)), []);
  useEffect(() => {
    const row = editing === null ? undefined : rows.find((one) => one.kind === "message" && one.message?.id === editing);
    const isDrawn = row === undefined || list.current?.element?.querySelector(`[data-row="${CSS.escape(row.key)}"]`) !== null;
    if (!isDrawn) list.current?.scrollTo(row.key);
    // Where it stands when the edit begins: not again with everything that comes in.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editing]);

  const toEnd = () => {
    leaveMessage();
    attempt(rooms.loadLatest(id).then(() => list.current?.scrollToEnd()));
  };
  // Without a connection what is newer can't be had, and what was sent stands at the end when it can.
  const seeOwn = () => (state.newer ? toEnd() : list.current?.scrollToEnd());
  useOwnAtEnd(outgoing, undefined, seeOwn);
  useOwnAtEnd(noted, undefined, seeOwn);
  const toNew = () => {
    leaveUnread();
    attempt(rooms.loadAt(id, unread.read + 1).then(() => goTo(newRowKey)));
  };
  const newIndex = rows.findIndex((row) => row.key === newRowKey);
  // Without the line there is nothing to go to, unless it lies before what is loaded.
  const isNewAbove = unread.count > 0 && isLoaded && (newIndex < 0 ? more && first !== undefined && first > unread.read + 1 : newIndex < seen.first);
  const dayAt = atOf(rows, seen.first);

  return (
    <div className="timeline-frame">
      {dayAt !== null && seen.first > 0 && !isNewAbove && (
        <p className="sticky-day" aria-hidden="true" data-testid={testIds.stickyDay}>
          <span>{formatDay(dayAt, now)}</span>
        </p>
      )}
      {isNewAbove && (
        <p className="new-bar" data-testid={testIds.newBar}>
          <button type="button" data-testid={testIds.jumpToNew} onClick={toNew}>
            <Icon name="up" size={16} />
            {t("timeline.newMessages", { count: unread.count })}
          </button>
          <button type="button" aria-label={t("common.dismiss")} onClick={leaveUnread}>
            <Icon name="close" size={14} />
          </button>
        </p>
      )}
      <VirtualList
        ref={list}
        rows={rows}
        className="timeline"
        estimate={estimate}
        isWhole={!state.newer}
        onSeen={onSeen}
        attributes={{
          role: "region",
          "aria-label": t("timeline.title"),
          "aria-busy": !isLoaded,
          tabIndex: -1,
          "data-testid": testIds.timeline,
          "data-history": state.history,
          "data-head": state.seen,
          "data-loaded": state.entries.length,
          "data-end": isAtEnd ? "true" : "false",
          onKeyDown: keys.onKeyDown,
          onFocus: keys.onFocus,
        }}
        header={
          !isLoaded || more ? (
            <div className="timeline-top">
              <div className="spinner" role="status" aria-label={t("timeline.loading")} />
            </div>
          ) : (
            <p className="timeline-top timeline-begin">{beginningOf(state.room)}</p>
          )
        }
      >
        {(row) => {
          switch (row.kind) {
            case "day":
              return (
                <h3 className="day" data-testid={testIds.dayDivider}>
                  <span>{formatDay(row.at, now)}</span>
                </h3>
              );
            case "new":
              return (
                <p className="new-line" data-testid={testIds.newDivider}>
                  <span>{t("timeline.new")}</span>
                </p>
              );
            case "note":
              return (
                <Boundary as="line">
                  <NoteItem note={row.note} room={id} me={me} />
                </Boundary>
              );
            case "fold":
              return (
                <Boundary as="line">
                  <FoldLine row={row} isCurrent={keys.current === row.key} onToggle={() => list.current?.hold()} />
                </Boundary>
              );
            case "own":
              return (
                <Boundary as="line">
                  <OwnEvent row={row} room={state.room} isCurrent={keys.current === row.key} />
                </Boundary>
              );
            case "event":
              return (
                <Boundary as="line">
                  <EventLine entry={row.entry} others={row.others} me={me} kind={state.room.kind} />
                </Boundary>
              );
            case "message":
              return (
                <Boundary as="line">
                  <MessageItem
                    row={row}
                    room={state.room}
                    me={me}
                    commands={commands}
                    isCurrent={keys.current === row.key}
                    isFound={found !== null && row.message?.id === found}
                    isEditing={editing !== null && row.message?.id === editing}
                  />
                </Boundary>
              );
          }
        }}
      </VirtualList>
      {mention?.thread !== undefined && isLoaded && (
        <button type="button" className="mention-bar" data-testid={testIds.threadMention} onClick={() => onThread(mention.thread ?? "", mention.id)}>
          <Icon name="thread" size={16} />
          {t("timeline.mentioned", { name: nameOf(mention.by) })}
        </button>
      )}
      {isIdle ? (
        <Boundary as="line" loading={noTyping}>
          <TypingLine room={id} />
          <Announcer state={state} me={me} foldOf={foldOf} note={noted.at(-1)?.text} />
        </Boundary>
      ) : (
        noTyping
      )}
      {isLoaded && !isAtEnd && (
        <button type="button" className="jump" data-testid={testIds.jumpToLatest} onClick={toEnd}>
          <Icon name="down" size={18} />
          {state.room.unread > 0 ? t("timeline.newCount", { count: state.room.unread }) : t("timeline.latest")}
        </button>
      )}
    </div>
  );
}

function isSame(a: Seen, b: Seen): boolean {
  return a.first === b.first && a.isAtEnd === b.isAtEnd && a.isNearStart === b.isNearStart && a.isNearEnd === b.isNearEnd;
}

/** About what a row will take, until it is measured. */
function estimate(row: Row): number {
  if (row.kind !== "message") return row.kind === "own" ? 200 : 40;
  return heightOf((row.message ?? row.outgoing)?.attachments ?? []) + (row.message?.previews?.length ?? 0) * previewHeight + (row.isFirst ? 48 : 38) + Math.min(30, Math.floor(row.text.length / 70)) * 21;
}

/** When the row was, or the next one that has a time; null where the line of its day is in sight. */
function atOf(rows: readonly Row[], index: number): string | null {
  for (const row of rows.slice(index, index + 3)) {
    if ("at" in row) return row.kind === "day" ? null : row.at;
  }
  return null;
}
