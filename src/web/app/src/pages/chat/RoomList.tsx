import type { Room } from "@akkarealtime/client";
import { useTyping } from "@akkarealtime/react";
import { useState, type KeyboardEvent } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { formatShort } from "../../lib/format.ts";
import { nameOf, titleOf } from "../../lib/names.ts";
import { useNow } from "../../lib/use-now.ts";
import { testIds } from "../../testids.ts";

interface RoomListProps {
  readonly rooms: readonly Room[];
  readonly areLoaded: boolean;
  readonly selected: string | null;
  readonly me: string;
  readonly onOpen: (room: string) => void;
  readonly onNew: () => void;
}

export function RoomList({ rooms, areLoaded, selected, me, onOpen, onNew }: RoomListProps) {
  const [filter, setFilter] = useState("");
  const now = useNow(30_000);
  const wanted = filter.trim().toLowerCase();
  const shown = rooms.filter((room) => titleOf(room).toLowerCase().includes(wanted));

  // Arrow keys walk through the list.
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("button.room-item")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = items[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <nav className="rooms" aria-label="Conversations" onKeyDown={onKey}>
      {rooms.length > 6 && (
        <input
          className="room-filter"
          type="search"
          placeholder="Filter"
          aria-label="Filter conversations"
          value={filter}
          data-testid={testIds.roomFilter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      <ul className="room-list" data-testid={testIds.roomList}>
        {shown.map((room) => (
          <li key={room.id}>
            <RoomItem room={room} me={me} now={now} isSelected={room.id === selected} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {!areLoaded && rooms.length === 0 && <Skeleton />}
      {areLoaded && rooms.length === 0 && (
        <p className="rooms-empty">
          No conversations yet.{" "}
          <button type="button" className="link" onClick={onNew}>
            Start one
          </button>
        </p>
      )}
    </nav>
  );
}

interface RoomItemProps {
  readonly room: Room;
  readonly me: string;
  readonly now: Date;
  readonly isSelected: boolean;
  readonly onOpen: (room: string) => void;
}

function RoomItem({ room, me, now, isSelected, onOpen }: RoomItemProps) {
  const title = titleOf(room);
  const typing = useTyping(room.id);
  const unread = room.unread > 0 ? `, ${room.unread} unread` : "";
  return (
    <button
      type="button"
      className="room-item"
      aria-current={isSelected ? "page" : undefined}
      aria-label={`${title}${unread}`}
      data-testid={testIds.roomItem}
      data-room={room.id}
      data-kind={room.kind}
      data-unread={room.unread}
      onClick={() => onOpen(room.id)}
    >
      <Avatar id={room.peer ?? room.id} name={room.kind === "channel" ? "#" : title} presenceOf={room.peer} />
      <span className="room-item-text">
        <span className="room-item-top">
          <strong>{title}</strong>
          {room.last && <time dateTime={room.last.at}>{formatShort(room.last.at, now)}</time>}
        </span>
        <span className="room-item-bottom">
          {typing.length > 0 ? (
            <em>{room.kind === "direct" ? "typing…" : `${nameOf(typing[0] ?? "")} is typing…`}</em>
          ) : (
            <span className="preview">{previewOf(room, me)}</span>
          )}
          {room.unread > 0 && (
            <span className={room.mentions > 0 ? "badge mention" : "badge"} data-testid={testIds.roomUnread}>
              {room.mentions > 0 ? "@" : ""}
              {room.unread > 99 ? "99+" : room.unread}
            </span>
          )}
        </span>
      </span>
    </button>
  );
}

function previewOf({ last, kind, topic }: Room, me: string): string {
  if (!last) return topic ?? "";
  if (last.deleted) return "Message deleted";
  if (last.by === me) return `You: ${last.text}`;
  return kind === "direct" ? last.text : `${nameOf(last.by)}: ${last.text}`;
}

function Skeleton() {
  return (
    <div className="skeleton" aria-label="Loading" role="status">
      {[0, 1, 2, 3].map((row) => (
        <span key={row} />
      ))}
    </div>
  );
}
