import type { ChatRequest, Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useCallback, useEffect, useState } from "react";
import { Avatar } from "../../../components/Avatar.tsx";
import { Dialog } from "../../../components/Dialog.tsx";
import { Icon } from "../../../components/Icon.tsx";
import { useLive } from "../../../hooks/use-live.ts";
import { useNow } from "../../../hooks/use-now.ts";
import { attempt, toast } from "../../../notifications/toasts.ts";
import { laterTestIds } from "../../../testids-later.ts";
import { formatShort } from "../../../text/format.ts";
import { nameOf } from "../../../text/names.ts";
import "../../../styles/later.css";

const isAnsweredBy = (room: Room) => (request: ChatRequest) => (request.room === undefined ? request.by === room.peer : request.room === room.id);

/** People with whom I share no room yet, and who want me in one: nothing is open to them until I accept. */
export function Requests({ onOpened }: { onOpened: (room: string) => void }) {
  const { connection } = useClient();
  const isLive = useLive();
  const [requests, setRequests] = useState<readonly ChatRequest[]>([]);
  const [isOpen, setOpen] = useState(false);

  useEffect(() => {
    // A server that knows no requests has none.
    const load = () => connection.request("chat.requests", {}).then(({ requests: all }) => setRequests(all), () => undefined);
    if (isLive) void load();
    const without = (isGone: (request: ChatRequest) => boolean) => setRequests((before) => before.filter((request) => !isGone(request)));
    const unsubscribe = [
      connection.on("chat.requested", () => void load()),
      connection.on("chat.declined", ({ request }) => without(({ id }) => id === request)),
      connection.on("chat.room", ({ room }) => without(isAnsweredBy(room))),
      connection.on("chat.asked", ({ users, ref }) => {
        if (ref === undefined) toast(`${users.map((user) => nameOf(user)).join(", ")} will be asked first.`);
      }),
    ];
    return () => unsubscribe.forEach((stop) => stop());
  }, [connection, isLive]);

  const gone = useCallback((id: string) => setRequests((before) => before.filter((request) => request.id !== id)), []);
  const accept = async ({ id }: ChatRequest) => {
    const { room } = await connection.request("chat.accept", { request: id });
    gone(id);
    setOpen(false);
    onOpened(room.id);
  };
  const decline = async ({ id }: ChatRequest) => {
    await connection.request("chat.decline", { request: id });
    gone(id);
  };

  return (
    <>
      <span role="status">
        {requests.length > 0 && (
          <button type="button" className="menu-item requests" data-testid={laterTestIds.requests} onClick={() => setOpen(true)}>
            <Icon name="people" size={18} />
            <span>{requests.length === 1 ? "Someone wants to talk to you" : `${requests.length} people want to talk to you`}</span>
          </button>
        )}
      </span>
      {isOpen && (
        <Dialog title="Requests" onClose={() => setOpen(false)}>
          <ul className="devices" aria-live="polite">
            {requests.map((request) => (
              <Row key={request.id} request={request} onAccept={() => attempt(accept(request))} onDecline={() => attempt(decline(request))} />
            ))}
          </ul>
          <p className="muted">{requests.length === 0 ? "No one is waiting." : "They don’t see your name or status until you accept, and aren’t told if you decline."}</p>
        </Dialog>
      )}
    </>
  );
}

function Row({ request, onAccept, onDecline }: { request: ChatRequest; onAccept: () => void; onDecline: () => void }) {
  const { by, name, kind, roomName, at } = request;
  const now = useNow(30_000);
  return (
    <li data-testid={laterTestIds.request} data-by={by}>
      <Avatar id={by} name={name} size={38} />
      <span className="grow">
        <strong>{name}</strong>
        <small>
          {kind === "direct" ? "wants to chat" : `invites you to “${roomName ?? "a group"}”`} · {formatShort(at, now)}
        </small>
      </span>
      <button type="button" className="button" aria-label={`Decline ${name}`} onClick={onDecline}>
        Decline
      </button>
      <button type="button" className="button primary" aria-label={`Accept ${name}`} onClick={onAccept}>
        Accept
      </button>
    </li>
  );
}
