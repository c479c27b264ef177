import type { Message, RoomState } from "@akkarealtime/client";
import { useClient, useOutgoing, useReadable } from "@akkarealtime/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Panel } from "../../components/Panel.tsx";
import { VirtualList, type Seen, type VirtualListHandle } from "../../components/list/VirtualList.tsx";
import { useFolds } from "../../folds.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { formatDay } from "../../text/format.ts";
import { Composer } from "../composer/Composer.tsx";
import { mayWrite } from "../composer/may-write.ts";
import { FoldLine } from "../message/FoldLine.tsx";
import { MessageItem } from "../message/MessageItem.tsx";
import type { MessageCommands } from "../message/message-rights.ts";
import { isRowOf, rowsOf, type Row } from "./rows.ts";
import { threadSeen } from "./seen-threads.ts";
import { useMessageKeys } from "./use-message-keys.ts";
import { useOwnAtEnd } from "./use-own-at-end.ts";

interface ThreadProps {
  readonly state: RoomState;
  readonly me: string;
  readonly root: string;
  /** An answer that was jumped to. */
  readonly found: string | null;
  readonly editing: string | null;
  readonly commands: MessageCommands;
  readonly onClose: () => void;
}

const none: readonly Message[] = [];
const estimate = (row: Row) => (row.kind === "message" ? 48 : 40);

/** A message and the answers to it, beside the room, from the server. */
export function Thread({ state, me, root, found, editing, commands, onClose }: ThreadProps) {
  const { rooms } = useClient();
  const outgoing = useOutgoing(state.room.id);
  const now = useNow(60_000);
  const list = useRef<VirtualListHandle>(null);
  const log = useMemo(() => rooms.thread(state.room.id, root), [rooms, state.room.id, root]);
  useEffect(() => log?.hold(), [log]);
  const thread = useReadable(log?.state);
  const messages = thread?.messages ?? none;
  const foldOf = useFolds(state.room.kind === "direct");
  const rows = useMemo(
    () => rowsOf(state, outgoing, { me, readBefore: Number.MAX_SAFE_INTEGER, foldOf, thread: { root, messages } }),
    [state, outgoing, me, foldOf, root, messages],
  );
  const keys = useMessageKeys({ rows, list, room: state.room, me, commands });
  const count = messages.filter((message) => message.thread !== undefined && !message.deleted).length;

  useOwnAtEnd(outgoing, root, () => list.current?.scrollToEnd());

  const foundKey = rows.find((row) => found !== null && isRowOf(row, found))?.key;
  useEffect(() => {
    if (foundKey !== undefined) list.current?.scrollTo(foundKey);
  }, [foundKey]);
  const [isAtEnd, setAtEnd] = useState(false);
  const last = messages.at(-1)?.seq;
  const isSeen = thread?.status === "loaded" && isAtEnd;
  useEffect(() => {
    if (!isSeen || last === undefined) return;
    const see = () => {
      if (document.visibilityState === "visible") threadSeen(root, last);
    };
    see();
    document.addEventListener("visibilitychange", see);
    return () => document.removeEventListener("visibilitychange", see);
  }, [isSeen, root, last]);
  const onSeen = ({ isNearStart, isAtEnd: atEnd }: Seen) => {
    setAtEnd(atEnd);
    if (isNearStart && thread?.more) void log?.loadOlder();
  };

  return (
    <Panel
      title={t("thread.title")}
      subtitle={t("thread.replies", { count })}
      closeLabel={t("thread.close")}
      testId={testIds.thread}
      attributes={{ "data-root": root, "data-status": thread?.status }}
      onClose={onClose}
    >
      <VirtualList
        ref={list}
        rows={rows}
        className="timeline"
        estimate={estimate}
        isWhole
        onSeen={onSeen}
        attributes={{ role: "region", "aria-label": t("thread.messages"), tabIndex: -1, onKeyDown: keys.onKeyDown, onFocus: keys.onFocus }}
        header={thread?.status === "loading" && messages.length === 0 && <div className="spinner" role="status" aria-label={t("thread.loading")} />}
      >
        {(row) =>
          row.kind === "message" ? (
            <MessageItem
              row={row}
              room={state.room}
              me={me}
              commands={commands}
              isInThread
              isCurrent={keys.current === row.key}
              isFound={row.message?.id === found}
              isEditing={editing !== null && row.message?.id === editing}
            />
          ) : row.kind === "fold" ? (
            <FoldLine row={row} isCurrent={keys.current === row.key} onToggle={() => list.current?.hold()} />
          ) : (
            row.kind === "day" && (
              <h3 className="day">
                <span>{formatDay(row.at, now)}</span>
              </h3>
            )
          )
        }
      </VirtualList>
      {mayWrite(state.room) && <Composer key={root} room={state.room} thread={root} />}
    </Panel>
  );
}
