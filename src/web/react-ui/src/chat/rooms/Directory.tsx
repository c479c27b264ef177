import { folded, type Room } from "@akkarealtime/client";
import { useClient, useRooms } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { toast } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { explainRefusal } from "./Barred.tsx";

const typingPauseMs = 200;
/** As many as the server puts on a page: a full one may not be the last. */
const pageSize = 50;

interface DirectoryProps {
  readonly onClose: () => void;
  readonly onOpened: (room: string) => void;
  readonly onNew: () => void;
}

interface Page {
  readonly query: string;
  readonly rooms: readonly Room[];
  readonly more: boolean;
}

/** The channels of this server: look into one, or join it. Those that I am in come first. */
export function Directory({ onClose, onOpened, onNew }: DirectoryProps) {
  const { connection, rooms: mine } = useClient();
  const joined = useRooms();
  const [query, setQuery] = useState("");
  const [page, setPage] = useState<Page | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isLoading, setLoading] = useState(false);
  const wanted = query.trim();
  const own = joined.filter((room) => room.kind === "channel" && folded(`${room.name}\n${room.topic}`).includes(folded(wanted)));
  const others = (page?.rooms ?? []).filter(({ id }) => !joined.some((room) => room.id === id));

  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      connection.request("chat.directory", wanted ? { query: wanted } : {}).then(
        ({ rooms }) => {
          if (isOver) return;
          setPage({ query: wanted, rooms, more: rooms.length >= pageSize });
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
  }, [connection, wanted]);

  const loadMore = async () => {
    const before = page?.rooms.at(-1)?.id;
    if (page === null || before === undefined || isLoading) return;
    setLoading(true);
    try {
      const { rooms } = await connection.request("chat.directory", { ...(page.query && { query: page.query }), before });
      setPage((now) => (now?.query === page.query ? { ...now, rooms: [...now.rooms, ...rooms], more: rooms.length >= pageSize } : now));
    } catch (reason) {
      toast(explain(reason));
    } finally {
      setLoading(false);
    }
  };
  const enter = (action: Promise<unknown>) => void action.catch((reason: unknown) => toast(explainRefusal(reason)));
  const join = (room: Room) => enter(connection.request("chat.join", { room: room.id }).then((reply) => onOpened(reply.room.id)));
  const look = (room: Room) => enter(mine.watch(room).then(() => onOpened(room.id)));

  return (
    <Dialog title={t("sidebar.channels")} onClose={onClose}>
      <div className="row">
        <input
          type="search"
          autoFocus
          placeholder={t("channels.find")}
          aria-label={t("channels.find")}
          value={query}
          data-testid={testIds.directoryQuery}
          onChange={(event) => setQuery(event.target.value)}
        />
        <button type="button" className="button" data-testid={testIds.directoryNew} onClick={onNew}>
          {t("channels.new")}
        </button>
      </div>
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <ul className="results">
        {own.map((room) => (
          <Item key={room.id} room={room}>
            <button type="button" className="button small" onClick={() => onOpened(room.id)}>
              {t("common.open")}
            </button>
          </Item>
        ))}
        {others.map((room) => (
          <Item key={room.id} room={room}>
            <button type="button" className="button small" data-testid={testIds.directoryWatch} onClick={() => look(room)}>
              {t("channels.preview")}
            </button>
            <button type="button" className="button small primary" data-testid={testIds.directoryJoin} onClick={() => join(room)}>
              {t("channels.join")}
            </button>
          </Item>
        ))}
        {page?.more && (
          <li>
            <button type="button" className="button wide" disabled={isLoading} data-testid={testIds.directoryMore} onClick={() => void loadMore()}>
              {isLoading ? t("common.loadingDots") : t("channels.more")}
            </button>
          </li>
        )}
      </ul>
      {page && own.length === 0 && others.length === 0 && <p className="muted">{wanted ? t("channels.noneByName") : t("channels.none")}</p>}
    </Dialog>
  );
}

function Item({ room, children }: { room: Room; children: React.ReactNode }) {
  return (
    <li className="result" data-testid={testIds.directoryItem} data-room={room.id}>
      <Avatar id={room.id} name="#" size={36} />
      <span className="result-text">
        <strong>{room.name}</strong>
        <small>
          {t("room.members", { count: room.members })}
          {room.topic ? ` · ${room.topic}` : ""}
        </small>
      </span>
      {children}
    </li>
  );
}
