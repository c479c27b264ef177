import type { Message, Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useState } from "react";
import { Icon } from "../../components/Icon.tsx";
import { attempt } from "../../lib/toasts.ts";
import { testIds } from "../../testids.ts";

const emojis = ["👍", "❤️", "😂", "🎉", "😮", "😢"];

interface MessageActionsProps {
  readonly message: Message;
  readonly room: Room;
  readonly isOwn: boolean;
  readonly onReply: (message: Message) => void;
  readonly onEdit: (message: Message) => void;
  readonly onThread: (root: string) => void;
}

/** What can be done with a message: beside it while the pointer or the focus is on it. */
export function MessageActions({ message, room, isOwn, onReply, onEdit, onThread }: MessageActionsProps) {
  const { connection } = useClient();
  const [isPicking, setPicking] = useState(false);
  const mayModerate = room.role !== "member";
  const { id } = message;

  return (
    <div className="message-actions" role="toolbar" aria-label="Message" data-open={isPicking}>
      {isPicking &&
        emojis.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className="emoji"
            aria-label={`React with ${emoji}`}
            onClick={() => {
              setPicking(false);
              attempt(connection.request("chat.react", { room: room.id, id, emoji, on: true }));
            }}
          >
            {emoji}
          </button>
        ))}
      <Action label="React" icon="smile" testId={testIds.messageReact} onClick={() => setPicking(!isPicking)} />
      {!isPicking && (
        <>
          <Action label="Reply" icon="reply" testId={testIds.messageReply} onClick={() => onReply(message)} />
          {room.kind !== "direct" && !message.thread && (
            <Action label="Reply in a thread" icon="thread" testId={testIds.messageThread} onClick={() => onThread(id)} />
          )}
          {(room.kind === "direct" || mayModerate) && (
            <Action
              label={message.pinned ? "Unpin" : "Pin"}
              icon="pin"
              testId={testIds.messagePin}
              onClick={() => attempt(connection.request("chat.pin", { room: room.id, id, on: message.pinned !== true }))}
            />
          )}
          {isOwn && <Action label="Edit" icon="edit" testId={testIds.messageEdit} onClick={() => onEdit(message)} />}
          {(isOwn || mayModerate) && (
            <Action
              label="Delete"
              icon="trash"
              testId={testIds.messageDelete}
              onClick={() => attempt(connection.request("chat.delete", { room: room.id, id }))}
            />
          )}
        </>
      )}
    </div>
  );
}

interface ActionProps {
  readonly label: string;
  readonly icon: Parameters<typeof Icon>[0]["name"];
  readonly testId: string;
  readonly onClick: () => void;
}

function Action({ label, icon, testId, onClick }: ActionProps) {
  return (
    <button type="button" className="action" aria-label={label} title={label} data-testid={testId} onClick={onClick}>
      <Icon name={icon} size={16} />
    </button>
  );
}
