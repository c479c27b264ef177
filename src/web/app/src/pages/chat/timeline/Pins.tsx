import type { Message } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import type { Room } from "@akkarealtime/client";
import { Avatar } from "../../../components/Avatar.tsx";
import { Icon } from "../../../components/Icon.tsx";
import { useNow } from "../../../hooks/use-now.ts";
import { attempt, explain, toast } from "../../../notifications/toasts.ts";
import { testIds } from "../../../testids.ts";
import { formatShort } from "../../../text/format.ts";
import { nameOf } from "../../../text/names.ts";
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
  const { connection, rooms } = useClient();
  const now = useNow(60_000);
  const [pins, setPins] = useState<{ messages: readonly Message[]; more: boolean } | null>(null);
  const { id } = room;

  useEffect(() => {
    let last = 0;
    const load = () => {
      const mine = ++last;
      connection.request("chat.pins", { room: id }).then(
        ({ messages, more }) => {
          if (mine === last) setPins({ messages: [...messages].reverse(), more });
        },
        (error: unknown) => {
          if (mine === last) toast(explain(error));
        },
      );
    };
    const onEvent = (event: { readonly room: string }) => {
      if (event.room === id) load();
    };
    load();
    const stops = [connection.on("chat.pinned", onEvent), connection.on("chat.deleted", onEvent), connection.on("chat.edited", onEvent), connection.onReady(load)];
    return () => {
      last = -1;
      for (const stop of stops) stop();
    };
  }, [connection, id]);

  const loadMore = () => {
    const before = pins?.messages.at(-1)?.seq;
    if (before === undefined) return;
    attempt(
      connection.request("chat.pins", { room: id, before }).then(({ messages, more }) => setPins((all) => ({ messages: [...(all?.messages ?? []), ...[...messages].reverse()], more }))),
    );
  };

  return (
    <aside className="thread pins" aria-label="Pinned messages" data-testid={testIds.pins}>
      <header className="room-header">
        <h2>Pinned</h2>
        <span className="spacer" />
        <button type="button" className="icon-button" aria-label="Close the pinned messages" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <ul className="pin-list">
        {pins?.messages.map((message) => (
          <li key={message.id} className="pin-item" data-testid={testIds.pinItem} data-id={message.id}>
            <p className="pin-head">
              <Avatar id={message.by} name={nameOf(message.by)} size={24} />
              <strong dir="auto">{nameOf(message.by)}</strong>
              <time dateTime={message.at}>{formatShort(message.at, now)}</time>
            </p>
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
      {pins?.more && (
        <button type="button" className="button small" onClick={loadMore}>
          More
        </button>
      )}
      {pins?.messages.length === 0 && <p className="muted pins-empty">Nothing is pinned. Pin a message to keep it at hand for everybody here.</p>}
      {pins === null && <div className="spinner" role="status" aria-label="Loading" />}
    </aside>
  );
}
