import type { Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { RichText } from "../../components/RichText.tsx";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { openRoom } from "../../navigation.ts";
import { testIds } from "../../testids.ts";
import { laterTestIds } from "../../testids-later.ts";

/** In place of the composer: while one only looks in, and where one only reads. */
export function JoinBanner({ room, isPreview }: { room: Room; isPreview: boolean }) {
  const { connection, rooms } = useClient();
  if (!isPreview) {
    return (
      <div className="join-banner" role="note" data-testid={laterTestIds.readOnly}>
        <p>{room.postRole === "owner" ? t("posting.owners") : t("posting.admins")}</p>
      </div>
    );
  }
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
