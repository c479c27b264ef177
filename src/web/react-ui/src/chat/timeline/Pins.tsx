import type { Room } from "@akkarealtime/client";
import { useClient, usePins } from "@akkarealtime/react";
import { Avatar } from "../../components/Avatar.tsx";
import { Panel } from "../../components/Panel.tsx";
import { useFolds } from "../../folds.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { formatShort } from "../../text/format.ts";
import { nameOf } from "../../text/names.ts";
import { Attachments } from "../files/Attachments.tsx";
import { MessageText } from "../message/MessageText.tsx";
import { rightsOn } from "../message/message-rights.ts";

interface PinsProps {
  readonly room: Room;
  readonly me: string;
  readonly onJump: (id: string) => void;
  readonly onClose: () => void;
}

/** What is pinned in a room, the newest first. */
export function Pins({ room, me, onJump, onClose }: PinsProps) {
  const { rooms } = useClient();
  const now = useNow(60_000);
  const { id } = room;
  const shown = usePins(id);
  const foldOf = useFolds(room.kind === "direct");

  return (
    <Panel title={t("pins.short")} label={t("pins.title")} closeLabel={t("pins.close")} className="pins" testId={testIds.pins} onClose={onClose}>
      <ul className="pin-list">
        {shown?.state.messages.map((message) => (
          <li key={message.id} className="pin-item" data-testid={testIds.pinItem} data-id={message.id}>
            <p className="pin-head">
              <Avatar id={message.by} name={nameOf(message.by)} size={24} />
              <strong dir="auto">{nameOf(message.by)}</strong>
              <time dateTime={message.at}>{formatShort(message.at, now)}</time>
            </p>
            {foldOf(message) ? (
              <p className="muted">{t("blocks.quoted")}</p>
            ) : (
              <>
                {message.attachments.length > 0 && <Attachments room={room.id} files={message.attachments} />}
                <div className="message-text" dir="auto">
                  <MessageText text={message.text} mentions={message.mentions} audience={message.audience} me={me} />
                </div>
              </>
            )}
            <p className="pin-actions">
              <button type="button" className="link" onClick={() => onJump(message.id)}>
                {t("pins.show")}
              </button>
              {rightsOn(message, room, me).pin && (
                <button type="button" className="link" onClick={() => attempt(rooms.pin(id, message.id, false))}>
                  {t("message.unpin")}
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {shown?.state.more && (
        <button type="button" className="button small" onClick={() => attempt(shown.pins.loadMore())}>
          {t("common.more")}
        </button>
      )}
      {shown?.state.isLoaded && shown.state.messages.length === 0 && <p className="muted pins-empty">{t("pins.none")}</p>}
      {shown?.state.isLoaded !== true && <div className="spinner" role="status" aria-label={t("common.loading")} />}
    </Panel>
  );
}
