import { threads } from "@akkarealtime/client/threads";
import { useClient, useThread } from "@akkarealtime/react";
import { useEffect } from "react";
import { Icon } from "../../components/Icon.tsx";
import { useLive } from "../../hooks/use-live.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";

/** Follows a thread, or leaves it; nothing, while nobody knows. */
export function FollowButton({ room, root }: { room: string; root: string }) {
  const client = useClient();
  const mark = useThread(root);
  const isKnown = mark !== undefined;
  const isLive = useLive();
  useEffect(() => {
    // A server that knows no threads follows none.
    if (isLive && !isKnown) threads(client).ask(room, root).catch(() => undefined);
  }, [client, room, root, isLive, isKnown]);
  if (!mark) return null;
  const label = t(mark.follows ? "thread.leave" : "thread.follow");
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      data-testid={laterTestIds.threadFollow}
      data-follows={mark.follows}
      onClick={() => attempt(threads(client).follow(room, root, !mark.follows))}
    >
      <Icon name={mark.follows ? "bell" : "bellOff"} />
    </button>
  );
}
