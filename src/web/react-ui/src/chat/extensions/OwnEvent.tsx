import type { Room } from "@akkarealtime/client";
import { useNames } from "@akkarealtime/react";
import { Avatar } from "../../components/Avatar.tsx";
import type { EventExtension } from "../../extensions.ts";
import { useHost } from "../../host-context.ts";
import { t } from "../../i18n/t.ts";
import { profile } from "../../profile.ts";
import { laterTestIds } from "../../testids-later.ts";
import { testIds } from "../../testids.ts";
import { formatFull, formatTime } from "../../text/format.ts";
import { nameOf } from "../../text/names.ts";
import type { OwnRow } from "../timeline/rows.ts";
import { useExtension } from "./use-extension.ts";

interface OwnEventProps {
  readonly row: OwnRow;
  readonly room: Room;
  /** The one that Tab leads to. */
  readonly isCurrent: boolean;
}

/** An event of the app's own, as a message stands there: what it shows, the app knows. */
export function OwnEvent(props: OwnEventProps) {
  const load = useHost("Timeline").extensions?.events?.[props.row.event.type];
  return load && <Shown {...props} load={load} />;
}

function Shown({ row: { event, by, at, isOwn, isFirst }, room, isCurrent, load }: OwnEventProps & { load: () => Promise<EventExtension> }) {
  useNames();
  const { View, text } = useExtension(load);
  const showsName = !isOwn && room.kind !== "direct";
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <article
      className={["message", "own-event", isOwn ? "own" : "", isFirst ? "first" : ""].filter(Boolean).join(" ")}
      aria-label={`${isOwn ? t("common.you") : nameOf(by)}: ${text(event.data)}, ${formatTime(at)}`}
      tabIndex={tabIndex}
      data-testid={laterTestIds.ownEvent}
      data-type={event.type}
      data-seq={event.data.seq}
      data-by={by}
    >
      {showsName && (
        <span className="message-avatar" onClick={isFirst ? () => profile.set(by) : undefined}>
          {isFirst && <Avatar id={by} name={nameOf(by)} size={32} />}
        </span>
      )}
      <div className="message-column">
        {showsName && isFirst && (
          <button type="button" className="message-name who" dir="auto" tabIndex={tabIndex} data-testid={testIds.profileOpen} data-user={by} onClick={() => profile.set(by)}>
            {nameOf(by)}
          </button>
        )}
        <div className="bubble">
          <View event={event.data} room={room} />
          <span className="message-meta">
            <time dateTime={at} title={formatFull(at)}>
              {formatTime(at)}
            </time>
          </span>
        </div>
      </div>
    </article>
  );
}
