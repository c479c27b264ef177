import type { Message, Room } from "@akkarealtime/client";
import { useCalls, useClient, usePresence, useRoom } from "@akkarealtime/react";
import { useState } from "react";
import { Avatar, labelOf } from "../../components/Avatar.tsx";
import { Icon } from "../../components/Icon.tsx";
import { formatLastSeen } from "../../lib/format.ts";
import { titleOf } from "../../lib/names.ts";
import { attempt } from "../../lib/toasts.ts";
import { useNow } from "../../lib/use-now.ts";
import { testIds } from "../../testids.ts";
import { Composer } from "./Composer.tsx";
import { RoomMenu } from "./RoomMenu.tsx";
import { Thread } from "./Thread.tsx";
import { Timeline } from "./Timeline.tsx";

interface RoomPaneProps {
  readonly room: Room;
  readonly me: string;
  readonly onBack: () => void;
}

export function RoomPane({ room, me, onBack }: RoomPaneProps) {
  const { calls } = useClient();
  const { current } = useCalls();
  const state = useRoom(room.id);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const [editing, setEditing] = useState<Message | null>(null);
  const [thread, setThread] = useState<string | null>(null);
  const title = titleOf(room);
  const isInCall = current !== null && current.phase !== "ended";

  return (
    <div className="room" data-testid={testIds.room} data-room={room.id}>
      <section className="room-main" aria-label={title}>
        <header className="room-header">
          <button type="button" className="icon-button back" aria-label="Back to the list" data-testid={testIds.roomBack} onClick={onBack}>
            <Icon name="back" />
          </button>
          <Avatar id={room.peer ?? room.id} name={room.kind === "channel" ? "#" : title} size={38} presenceOf={room.peer} />
          <div className="room-title">
            <h2 data-testid={testIds.roomTitle}>{title}</h2>
            <Subtitle room={room} />
          </div>
          <button
            type="button"
            className="icon-button"
            aria-label={`Voice call with ${title}`}
            title="Voice call"
            disabled={isInCall}
            data-testid={testIds.startAudio}
            onClick={() => attempt(calls.start({ room: room.id }, "audio"))}
          >
            <Icon name="phone" />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={`Video call with ${title}`}
            title="Video call"
            disabled={isInCall}
            data-testid={testIds.startVideo}
            onClick={() => attempt(calls.start({ room: room.id }, "video"))}
          >
            <Icon name="video" />
          </button>
          {room.kind !== "direct" && <RoomMenu room={room} />}
        </header>
        {state && (
          <Timeline state={state} me={me} onReply={setReplyTo} onEdit={setEditing} onThread={setThread} />
        )}
        <Composer
          key={editing?.id ?? "new"}
          room={room}
          replyTo={replyTo}
          editing={editing}
          lastOwn={() => lastOwn(state?.entries ?? [], me)}
          onEdit={setEditing}
          onDone={() => {
            setReplyTo(null);
            setEditing(null);
          }}
        />
      </section>
      {thread !== null && state && <Thread state={state} me={me} root={thread} onClose={() => setThread(null)} />}
    </div>
  );
}

function Subtitle({ room }: { room: Room }) {
  const status = usePresence(room.peer);
  const now = useNow(30_000, room.kind === "direct");
  let text = `${room.members} ${room.members === 1 ? "member" : "members"}${room.topic ? ` · ${room.topic}` : ""}`;
  if (room.kind === "direct") {
    const said = `${status?.emoji ?? ""} ${status?.text ?? ""}`.trim();
    const seen = status?.status === "offline" && status.lastSeen ? formatLastSeen(status.lastSeen, now) : labelOf(status);
    text = said ? `${seen} · ${said}` : seen;
  }
  return (
    <p className="room-subtitle" data-testid={testIds.roomSubtitle}>
      {text}
    </p>
  );
}

function lastOwn(entries: readonly { kind: string; message?: Message }[], me: string): Message | null {
  return entries.findLast((entry) => entry.message?.by === me && !entry.message.deleted)?.message ?? null;
}
