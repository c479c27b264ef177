import { useThreads } from "@akkarealtime/react";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { laterTestIds } from "../../testids-later.ts";
import { threadList } from "./follow-threads.ts";

/** Over the rooms, while there is something unread in my threads: leads to their list. */
export function ThreadsItem() {
  const { unread } = useThreads();
  return (
    <span role="status">
      {unread > 0 && (
        <button type="button" className="menu-item requests" data-testid={laterTestIds.threadsUnread} data-unread={unread} onClick={() => threadList.set(true)}>
          <Icon name="thread" size={18} />
          <span>{t("threads.title")}</span>
          <small>{t("timeline.newCount", { count: unread })}</small>
        </button>
      )}
    </span>
  );
}

/** The same in my menu, always. */
export function ThreadsMenuItem({ onClose }: { onClose: () => void }) {
  const { unread } = useThreads();
  return (
    <button
      type="button"
      className="menu-item"
      data-testid={laterTestIds.threadsOpen}
      onClick={() => {
        onClose();
        threadList.set(true);
      }}
    >
      <Icon name="thread" size={18} />
      <span>{t("threads.title")}</span>
      {unread > 0 && <small>{t("timeline.newCount", { count: unread })}</small>}
    </button>
  );
}
