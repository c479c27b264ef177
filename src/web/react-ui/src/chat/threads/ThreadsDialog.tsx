import type { Message, Room, Thread } from "@akkarealtime/client";
import { threads } from "@akkarealtime/client/threads";
import { useClient, useNames, useReadable, useRooms, useThreads } from "@akkarealtime/react";
import { useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { useFolds, type FoldOf } from "../../folds.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { openMessage } from "../../navigation.ts";
import { explain } from "../../notifications/explain.ts";
import { attempt } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatShort } from "../../text/format.ts";
import { nameOf, titleOf } from "../../text/names.ts";
import { plainText } from "../../text/plain.ts";
import { threadList } from "./follow-threads.ts";
import { useThreadPages } from "./use-thread-pages.ts";

export function Threads() {
  return useReadable(threadList) && <ThreadsDialog onClose={() => threadList.set(false)} />;
}

/** The threads that I follow, the one with the latest reply first. */
function ThreadsDialog({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const { pages, error, loadMore, retry } = useThreadPages();
  const { unread, marks } = useThreads();
  const rooms = useRooms();
  const now = useNow(60_000);
  const foldOf = useFolds(false);
  const [isReading, setReading] = useState(false);
  useNames();
  const readAll = () => {
    setReading(true);
    attempt(
      threads(client)
        .readAll()
        .finally(() => setReading(false)),
    );
  };
  return (
    <Dialog title={t("threads.title")} onClose={onClose} testId={laterTestIds.threads}>
      {unread > 0 && (
        <p className="row">
          <button type="button" className="button small" disabled={isReading} data-testid={laterTestIds.threadsReadAll} onClick={readAll}>
            {t("threads.readAll")}
          </button>
        </p>
      )}
      {pages === null && error === null && <div className="spinner" role="status" aria-label={t("common.loading")} />}
      {error !== null && (
        <p className="row" role="alert" data-testid={laterTestIds.threadsError}>
          <span className="field-error">{explain(error)}</span>
          <button type="button" className="button small" onClick={retry}>
            {t("common.tryAgain")}
          </button>
        </p>
      )}
      <ul className="saved-list" aria-label={t("threads.title")}>
        {pages?.threads.map((thread) => (
          <ThreadItem
            key={thread.root.id}
            thread={thread}
            unread={marks.get(thread.root.id)?.unread ?? thread.unread}
            room={rooms.find(({ id }) => id === thread.room)}
            now={now}
            foldOf={foldOf}
            onOpen={() => {
              onClose();
              openMessage(thread.room, thread.last.id);
            }}
            onLeave={() => attempt(threads(client).follow(thread.room, thread.root.id, false))}
          />
        ))}
      </ul>
      {pages?.more && (
        <button type="button" className="button small" data-testid={laterTestIds.threadsMore} onClick={loadMore}>
          {t("common.more")}
        </button>
      )}
      {pages?.threads.length === 0 && <p className="muted">{t("threads.none")}</p>}
    </Dialog>
  );
}

interface ThreadItemProps {
  readonly thread: Thread;
  readonly unread: number;
  readonly room: Room | undefined;
  readonly now: Date;
  readonly foldOf: FoldOf;
  readonly onOpen: () => void;
  readonly onLeave: () => void;
}

function ThreadItem({ thread: { root, last, replies }, unread, room, now, foldOf, onOpen, onLeave }: ThreadItemProps) {
  const foldIn: FoldOf = (message) => (room?.kind === "direct" ? undefined : foldOf(message));
  return (
    <li className="pin-item" data-testid={laterTestIds.threadsItem} data-root={root.id} data-unread={unread}>
      <p className="pin-head">
        <Avatar id={root.by} name={nameOf(root.by)} size={24} />
        <strong dir="auto">{nameOf(root.by)}</strong>
        {room && <span className="muted">{titleOf(room)}</span>}
        <time dateTime={last.at}>{formatShort(last.at, now)}</time>
      </p>
      <p className="thread-said" dir="auto">
        {said(root, foldIn)}
      </p>
      <p className="thread-said muted" dir="auto">
        {t("threads.last", { name: nameOf(last.by), text: said(last, foldIn) })}
      </p>
      <p className="pin-actions">
        <button type="button" className="link" data-testid={laterTestIds.threadsShow} onClick={onOpen}>
          {t("thread.replies", { count: replies })}
          {unread > 0 && `, ${t("timeline.newCount", { count: unread })}`}
        </button>
        <button type="button" className="link" data-testid={laterTestIds.threadsLeave} onClick={onLeave}>
          {t("thread.leave")}
        </button>
      </p>
    </li>
  );
}

function said(message: Message, foldOf: FoldOf): string {
  if (message.deleted) return t("message.deleted");
  return foldOf(message) ? t("blocks.quoted") : plainText(message);
}
