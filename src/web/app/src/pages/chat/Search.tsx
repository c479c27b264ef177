import type { Message, Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useState, type KeyboardEvent } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { formatShort } from "../../lib/format.ts";
import { nameOf, titleOf } from "../../lib/names.ts";
import { testIds } from "../../testids.ts";

const typingPauseMs = 250;

interface SearchProps {
  readonly rooms: readonly Room[];
  readonly onClose: () => void;
  readonly onOpened: (room: string) => void;
}

/** Jumps to a room at once, and finds messages on the server. */
export function Search({ rooms, onClose, onOpened }: SearchProps) {
  const { connection } = useClient();
  const [text, setText] = useState("");
  const [hits, setHits] = useState<readonly { room: string; message: Message }[]>([]);
  const wanted = text.trim().toLowerCase();
  const found = rooms.filter((room) => titleOf(room).toLowerCase().includes(wanted)).slice(0, 6);

  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      if (wanted.length < 2) {
        setHits([]);
        return;
      }
      connection.request("chat.search", { text: wanted, limit: 20 }).then(
        (reply) => {
          if (!isOver) setHits(reply.hits);
        },
        () => {
          if (!isOver) setHits([]);
        },
      );
    }, typingPauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [connection, wanted]);

  const onKey = (event: KeyboardEvent) => {
    const first = found[0];
    if (event.key !== "Enter" || !first) return;
    event.preventDefault();
    onOpened(first.id);
  };

  return (
    <Dialog title="Search" onClose={onClose}>
      <input
        type="search"
        autoFocus
        placeholder="People, rooms, messages"
        aria-label="Search people, rooms and messages"
        value={text}
        data-testid={testIds.searchInput}
        onKeyDown={onKey}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="results">
        {found.map((room) => (
          <li key={room.id}>
            <button type="button" className="result" onClick={() => onOpened(room.id)}>
              <Avatar id={room.peer ?? room.id} name={room.kind === "channel" ? "#" : titleOf(room)} size={36} presenceOf={room.peer} />
              <span className="result-text">
                <strong>{titleOf(room)}</strong>
                <small>{room.kind === "direct" ? "Direct message" : `${room.members} members`}</small>
              </span>
            </button>
          </li>
        ))}
        {hits.map(({ room, message }) => (
          <li key={message.id}>
            <button type="button" className="result" data-testid={testIds.searchHit} data-room={room} data-seq={message.seq} onClick={() => onOpened(room)}>
              <Avatar id={message.by} name={nameOf(message.by)} size={36} />
              <span className="result-text">
                <strong>{nameOf(message.by)}</strong>
                <small>{message.text}</small>
              </span>
              <time dateTime={message.at}>{formatShort(message.at, new Date())}</time>
            </button>
          </li>
        ))}
      </ul>
      {wanted !== "" && found.length === 0 && hits.length === 0 && <p className="muted">Nothing found.</p>}
    </Dialog>
  );
}
