import type { Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { RichText } from "../../../components/RichText.tsx";
import { t } from "../../../i18n/t.ts";
import { attempt } from "../../../notifications/toasts.ts";
import { openRoom } from "../../../route.ts";
import { testIds } from "../../../testids.ts";

/** In place of the composer, while one only looks in. */
export function JoinBanner({ room }: { room: Room }) {
  const { connection, rooms } = useClient();
  return (
    <div className="join-banner" role="region" aria-label={t("room.notMember")} data-testid={testIds.joinBanner}>
      <p>
        <RichText text="room.previewing" values={{ room: <strong>{room.name}</strong> }} />
      </p>
      <button
        type="button"
        className="button"
        data-testid={testIds.joinBannerClose}
        onClick={() => {
          rooms.unwatch(room.id);
          openRoom(null);
        }}
      >
        {t("common.close")}
      </button>
      <button type="button" className="button primary" data-testid={testIds.joinBannerJoin} onClick={() => attempt(connection.request("chat.join", { room: room.id }))}>
        {t("channels.join")}
      </button>
    </div>
  );
}
