import type { Room } from "@akkarealtime/client";
import { useClient, useRooms } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { attempt, explain } from "../../lib/toasts.ts";
import { testIds } from "../../testids.ts";

const typingPauseMs = 200;

/** The channels of this server; joining one opens it. */
export function Directory({ onClose, onOpened }: { onClose: () => void; onOpened: (room: string) => void }) {
  const { connection } = useClient();
  const mine = new Set(useRooms().map(({ id }) => id));
  const [query, setQuery] = useState("");
  const [rooms, setRooms] = useState<readonly Room[] | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      connection.request("chat.directory", query.trim() ? { query: query.trim() } : {}).then(
        (reply) => {
          if (isOver) return;
          setRooms(reply.rooms);
          setError(null);
        },
        (reason: unknown) => {
          if (!isOver) setError(explain(reason));
        },
      );
    }, typingPauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [connection, query]);

  const join = (room: Room) => {
    attempt(connection.request("chat.join", { room: room.id }).then((reply) => onOpened(reply.room.id)));
  };

  return (
    <Dialog title="Channels" onClose={onClose}>
      <input
        type="search"
        autoFocus
        placeholder="Find a channel"
        aria-label="Find a channel"
        value={query}
        data-testid={testIds.directoryQuery}
        onChange={(event) => setQuery(event.target.value)}
      />
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <ul className="results">
        {rooms?.map((room) => (
          <li key={room.id} className="result" data-testid={testIds.directoryItem} data-room={room.id}>
            <Avatar id={room.id} name="#" size={36} />
            <span className="result-text">
              <strong>{room.name}</strong>
              <small>
                {room.members} {room.members === 1 ? "member" : "members"}
                {room.topic ? ` · ${room.topic}` : ""}
              </small>
            </span>
            {mine.has(room.id) ? (
              <button type="button" className="button small" onClick={() => onOpened(room.id)}>
                Open
              </button>
            ) : (
              <button type="button" className="button small primary" data-testid={testIds.directoryJoin} onClick={() => join(room)}>
                Join
              </button>
            )}
          </li>
        ))}
      </ul>
      {rooms?.length === 0 && <p className="muted">No channels{query.trim() ? " of that name" : " yet"}.</p>}
    </Dialog>
  );
}
