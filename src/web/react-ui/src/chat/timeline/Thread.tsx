import type { Message, RoomState } from "@akkarealtime/client";
import { threads } from "@akkarealtime/client/threads";
import { useClient, useOutgoing, useReadable, useThread } from "@akkarealtime/react";
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
import { FollowButton } from "../threads/FollowButton.tsx";
import { isRowOf, newRowKey, rowsOf, type Row } from "./rows.ts";
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
  const client = useClient();
  const { rooms } = client;
  const outgoing = useOutgoing(state.room.id);
  const now = useNow(60_000);
  const room = state.room.id;
  const list = useRef<VirtualListHandle>(null);
  const log = useMemo(() => rooms.thread(state.room.id, root), [rooms, state.room.id, root]);
  useEffect(() => log?.hold(), [log]);
  const thread = useReadable(log?.state);
  const messages = thread?.messages ?? none;
  const foldOf = useFolds(state.room.kind === "direct");
  const more = thread?.more ?? false;
  const [isAtEnd, setAtEnd] = useState(false);
  const readBefore = useReadBefore(root, isAtEnd);
  const rows = useMemo(
    () => rowsOf(state, outgoing, { me, readBefore, foldOf, thread: { root, messages, more } }),
    [state, outgoing, me, readBefore, foldOf, root, messages, more],
  );
  const keys = useMessageKeys({ rows, list, room: state.room, me, commands });
  const count = messages.filter((message) => message.thread !== undefined && !message.deleted).length;

  useOwnAtEnd(outgoing, root, () => list.current?.scrollToEnd());

  // Who comes for the last answer, or for none, reads on where they have read up to.
  const last = messages.at(-1);
  const hasNew = rows.some(({ key }) => key === newRowKey);
  const foundKey = hasNew && (found === null || found === last?.id) ? newRowKey : rows.find((row) => found !== null && isRowOf(row, found))?.key;
  useEffect(() => {
    if (foundKey !== undefined) list.current?.scrollTo(foundKey, foundKey === newRowKey ? "top" : undefined);
  }, [foundKey]);
  const lastSeq = last?.seq;
  const isSeen = thread?.status === "loaded" && isAtEnd;
  useEffect(() => {
    if (!isSeen || lastSeq === undefined) return;
    const see = () => {
      // What the server doesn't hear now, it hears in the next session.
      if (document.visibilityState === "visible") threads(client).read(room, root, lastSeq).catch(() => undefined);
    };
    see();
    document.addEventListener("visibilitychange", see);
    return () => document.removeEventListener("visibilitychange", see);
  }, [client, room, isSeen, root, lastSeq]);
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
      actions={<FollowButton room={room} root={root} />}
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
            (row.kind === "day" && (
              <h3 className="day">
                <span>{formatDay(row.at, now)}</span>
              </h3>
            )) ||
            (row.kind === "new" && (
              <p className="new-line" data-testid={testIds.newDivider}>
                <span>{t("timeline.new")}</span>
              </p>
            ))
          )
        }
      </VirtualList>
      {mayWrite(state.room) && <Composer key={root} room={state.room} thread={root} />}
    </Panel>
  );
}

/** Up to where the thread was read before something came that I don't see come; it stays when I have. */
function useReadBefore(root: string, isAtEnd: boolean): number {
  const mark = useThread(root);
  const isUnread = (mark?.unread ?? 0) > 0;
  const [before, setBefore] = useState({ isUnread: false, read: Number.MAX_SAFE_INTEGER });
  if (before.isUnread !== isUnread) {
    const isMissed = isUnread && mark !== undefined && !(isAtEnd && document.visibilityState === "visible");
    setBefore({ isUnread, read: isMissed ? mark.read : before.read });
  }
  return before.read;
}
