import type { Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { Logo } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { toast } from "../../notifications/toasts.ts";
import { openRoom } from "../../navigation.ts";
import { testIds } from "../../testids.ts";
import { explainRefusal } from "./Barred.tsx";

const mostPages = 20;

/** Where a link leads to a room that I am not in: a channel can be joined, everything else is for its members. */
export function NotMember({ id }: { id: string }) {
  const { connection, rooms } = useClient();
  const [channel, setChannel] = useState<Room | null | undefined>(undefined);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    let isOver = false;
    const find = async () => {
      let before: string | undefined;
      for (let page = 0; page < mostPages && !isOver; page++) {
        const { rooms: some } = await connection.request("chat.directory", before === undefined ? {} : { before });
        const found = some.find((room) => room.id === id);
        if (found) return found;
        before = some.at(-1)?.id;
        if (before === undefined) break;
      }
      return null;
    };
    find().then(
      (found) => !isOver && setChannel(found),
      (reason: unknown) => !isOver && setError(explain(reason)),
    );
    return () => {
      isOver = true;
    };
  }, [connection, id]);

  const enter = (action: Promise<unknown>) => void action.catch((reason: unknown) => toast(explainRefusal(reason)));
  if (channel === undefined && error === null) return <div className="spinner" role="status" aria-label={t("common.loading")} />;
  return (
    <div className="welcome" data-testid={testIds.notMember}>
      <Logo size={64} />
      <h2>{channel ? `#${channel.name}` : t("room.cantOpen")}</h2>
      <p>
        {channel
          ? `${channel.topic ? `${channel.topic} · ` : ""}${t("room.notYet", { count: channel.members })}`
          : (error ?? t("room.cantOpenText"))}
      </p>
      {channel ? (
        <div className="row">
          <button type="button" className="button" onClick={() => enter(rooms.watch(channel))}>
            {t("channels.preview")}
          </button>
          <button type="button" className="button primary" data-testid={testIds.notMemberJoin} onClick={() => enter(connection.request("chat.join", { room: id }))}>
            {t("channels.joinChannel")}
          </button>
        </div>
      ) : (
        <button type="button" className="button" onClick={() => openRoom(null)}>
          {t("room.backToYours")}
        </button>
      )}
    </div>
  );
}
