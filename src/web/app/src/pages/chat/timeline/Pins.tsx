import type { Room } from "@akkarealtime/client";
import { useClient, usePins } from "@akkarealtime/react";
import { Avatar } from "../../../components/Avatar.tsx";
import { Panel } from "../../../components/Panel.tsx";
import { useNow } from "../../../hooks/use-now.ts";
import { attempt } from "../../../notifications/toasts.ts";
import { testIds } from "../../../testids.ts";
import { formatShort } from "../../../text/format.ts";
import { nameOf } from "../../../text/names.ts";
import { Attachments } from "../files/Attachments.tsx";
import { MessageText } from "../message/MessageText.tsx";
import { rightsOn } from "../message/message-rights.ts";
import "../../../styles/later.css";

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

  return (
    <Panel title="Pinned" label="Pinned messages" closeLabel="Close the pinned messages" className="pins" testId={testIds.pins} onClose={onClose}>
      <ul className="pin-list">
        {shown?.state.messages.map((message) => (
          <li key={message.id} className="pin-item" data-testid={testIds.pinItem} data-id={message.id}>
            <p className="pin-head">
              <Avatar id={message.by} name={nameOf(message.by)} size={24} />
              <strong dir="auto">{nameOf(message.by)}</strong>
              <time dateTime={message.at}>{formatShort(message.at, now)}</time>
            </p>
            {message.attachments.length > 0 && <Attachments files={message.attachments} />}
            <div className="message-text" dir="auto">
              <MessageText text={message.text} mentions={message.mentions} me={me} />
            </div>
            <p className="pin-actions">
              <button type="button" className="link" onClick={() => onJump(message.id)}>
                Show in the conversation
              </button>
              {rightsOn(message, room, me).pin && (
                <button type="button" className="link" onClick={() => attempt(rooms.pin(id, message.id, false))}>
                  Unpin
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {shown?.state.more && (
        <button type="button" className="button small" onClick={() => attempt(shown.pins.loadMore())}>
          More
        </button>
      )}
      {shown?.state.isLoaded && shown.state.messages.length === 0 && <p className="muted pins-empty">Nothing is pinned yet. Pin a message to keep it at hand for everyone here.</p>}
      {shown?.state.isLoaded !== true && <div className="spinner" role="status" aria-label="Loading" />}
    </Panel>
  );
}
