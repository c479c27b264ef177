import type { ChatRequest, Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useCallback, useEffect, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { Icon } from "../../components/Icon.tsx";
import { useLive } from "../../hooks/use-live.ts";
import { useNow } from "../../hooks/use-now.ts";
import { listOf, t } from "../../i18n/t.ts";
import { attempt, toast } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatShort } from "../../text/format.ts";
import { nameOf } from "../../text/names.ts";

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
        if (ref === undefined) toast(t("requests.willBeAsked", { names: listOf(users.map((user) => nameOf(user))) }));
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
            <span>{t("requests.waiting", { count: requests.length })}</span>
          </button>
        )}
      </span>
      {isOpen && (
        <Dialog title={t("requests.title")} onClose={() => setOpen(false)}>
          <ul className="devices" aria-live="polite">
            {requests.map((request) => (
              <Row key={request.id} request={request} onAccept={() => attempt(accept(request))} onDecline={() => attempt(decline(request))} />
            ))}
          </ul>
          <p className="muted">{requests.length === 0 ? t("requests.none") : t("requests.text")}</p>
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
          {kind === "direct" ? t("requests.wantsToChat") : roomName === undefined ? t("requests.invitesToGroup") : t("requests.invites", { room: roomName })} · {formatShort(at, now)}
        </small>
      </span>
      <button type="button" className="button" aria-label={t("requests.declineName", { name })} onClick={onDecline}>
        {t("calls.decline")}
      </button>
      <button type="button" className="button primary" aria-label={t("requests.acceptName", { name })} onClick={onAccept}>
        {t("calls.accept")}
      </button>
    </li>
  );
}
