import { useClient, useRooms } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { useLive } from "../hooks/use-live.ts";
import { t } from "../i18n/t.ts";
import { laterTestIds } from "../testids-later.ts";
import { titleOf } from "../text/names.ts";

const mostShown = 5;

/** In somebody's profile: the groups and channels that we are both in, the latest active first. Nothing where there are none. */
export function ProfileRooms({ user, onOpen }: { user: string; onOpen: (room: string) => void }) {
  const { connection } = useClient();
  const isLive = useLive();
  const rooms = useRooms();
  const [shared, setShared] = useState<ReadonlySet<string>>(new Set());
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    if (!isLive) return undefined;
    let isOver = false;
    connection.request("people.shared", { user }).then(
      (answer) => {
        if (!isOver) setShared(new Set(answer.rooms));
      },
      // The card is whole without it.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [connection, user, isLive]);
  const ours = rooms.filter(({ id }) => shared.has(id));
  if (ours.length === 0) return null;
  const shown = isWhole ? ours : ours.slice(0, mostShown);
  return (
    <section className="profile-rooms" aria-labelledby="profile-rooms">
      <h3 id="profile-rooms">{t("people.common", { count: ours.length })}</h3>
      <ul data-testid={laterTestIds.profileRooms}>
        {shown.map((room) => (
          <li key={room.id}>
            <button type="button" className="link" onClick={() => onOpen(room.id)}>
              {room.kind === "channel" && "#"}
              {titleOf(room)}
            </button>
          </li>
        ))}
        {shown.length < ours.length && (
          <li>
            <button type="button" className="link" onClick={() => setWhole(true)}>
              {t("people.commonMore", { count: ours.length - shown.length })}
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}
