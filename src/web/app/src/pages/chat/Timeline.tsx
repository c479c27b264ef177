import type { Message, RoomState } from "@akkarealtime/client";
import { useClient, useOutgoing, useTyping } from "@akkarealtime/react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import { Icon } from "../../components/Icon.tsx";
import { formatDay } from "../../lib/format.ts";
import { nameOf } from "../../lib/names.ts";
import { useNow } from "../../lib/use-now.ts";
import { testIds } from "../../testids.ts";
import { EventLine } from "./EventLine.tsx";
import { MessageItem } from "./MessageItem.tsx";
import { rowsOf } from "./rows.ts";

interface TimelineProps {
  readonly state: RoomState;
  readonly me: string;
  readonly onReply: (message: Message) => void;
  readonly onEdit: (message: Message) => void;
  readonly onThread: (root: string) => void;
}

/** So near to the end counts as being there. */
const nearPx = 80;

export function Timeline({ state, me, onReply, onEdit, onThread }: TimelineProps) {
  const { rooms } = useClient();
  const outgoing = useOutgoing(state.room.id);
  const now = useNow(60_000);
  const [isAtEnd, setAtEnd] = useState(true);
  // What was unread when the room was opened: the divider stays there while one reads on.
  const [readBefore] = useState(state.room.unread > 0 ? state.room.read : Number.MAX_SAFE_INTEGER);
  const rows = useMemo(() => rowsOf(state, outgoing, { me, readBefore }), [state, outgoing, me, readBefore]);
  const { id, head } = state.room;
  const isLoaded = state.history === "loaded";

  const scroller = useKeepPlace(rows.length, state.entries[0]?.seq, isAtEnd);
  useReadMark(id, head, isLoaded && isAtEnd);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < nearPx);
    if (element.scrollTop < 200 && state.more) void rooms.loadOlder(id);
  };
  const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });

  return (
    <div className="timeline-frame">
      <div
        ref={scroller}
        className="timeline"
        role="log"
        aria-label="Messages"
        tabIndex={0}
        data-testid={testIds.timeline}
        data-history={state.history}
        data-head={state.seen}
        onScroll={onScroll}
      >
        <div className="timeline-inner">
          {!isLoaded && <div className="spinner" role="status" aria-label="Loading messages" />}
          {isLoaded && !state.more && <p className="timeline-begin">This is where it begins.</p>}
          {rows.map((row) => {
            switch (row.kind) {
              case "day":
                return (
                  <h3 key={row.key} className="day" data-testid={testIds.dayDivider}>
                    <span>{formatDay(row.at, now)}</span>
                  </h3>
                );
              case "new":
                return (
                  <p key="new" className="new-line">
                    <span>New</span>
                  </p>
                );
              case "event":
                return <EventLine key={row.key} entry={row.entry} others={row.others} me={me} />;
              case "message":
                return <MessageItem key={row.key} row={row} room={state.room} me={me} onReply={onReply} onEdit={onEdit} onThread={onThread} />;
            }
          })}
        </div>
      </div>
      <TypingLine room={id} />
      {!isAtEnd && (
        <button type="button" className="jump" data-testid={testIds.jumpToLatest} onClick={toEnd}>
          <Icon name="down" size={18} />
          {state.room.unread > 0 ? `${state.room.unread} new` : "Latest"}
        </button>
      )}
    </div>
  );
}

function TypingLine({ room }: { room: string }) {
  const users = useTyping(room);
  const names = users.slice(0, 2).map(nameOf);
  const text =
    users.length === 0
      ? ""
      : users.length > 2
        ? "Several people are typing"
        : `${names.join(" and ")} ${users.length === 1 ? "is" : "are"} typing`;
  return (
    <p className="typing" aria-live="polite" data-testid={testIds.typing} data-users={users.join(" ")}>
      {text && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {text}
        </>
      )}
    </p>
  );
}

/** At the end it stays at the end; when older messages come in above, what one reads stays where it is. */
function useKeepPlace(rows: number, first: number | undefined, isAtEnd: boolean): RefObject<HTMLDivElement | null> {
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef({ first, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const { first: oldFirst, height } = before.current;
    if (isAtEnd) element.scrollTop = element.scrollHeight;
    else if (oldFirst !== undefined && first !== undefined && first < oldFirst) element.scrollTop += element.scrollHeight - height;
    before.current = { first, height: element.scrollHeight };
  }, [rows, first, isAtEnd]);

  useEffect(() => {
    const element = scroller.current;
    if (!element || !isAtEnd) return;
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, [isAtEnd]);
  return scroller;
}

/** What is on a visible screen has been read. */
function useReadMark(room: string, head: number, isShown: boolean): void {
  const { rooms } = useClient();
  useEffect(() => {
    if (!isShown) return;
    const mark = () => {
      if (document.visibilityState === "visible") rooms.markRead(room, head);
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [rooms, room, head, isShown]);
}
