import type { Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { attempt } from "../../../notifications/toasts.ts";
import { openRoom } from "../../../route.ts";
import { testIds } from "../../../testids.ts";

/** In place of the composer, while one only looks in. */
export function JoinBanner({ room }: { room: Room }) {
  const { connection, rooms } = useClient();
  return (
    <div className="join-banner" role="region" aria-label="You’re not a member" data-testid={testIds.joinBanner}>
      <p>
        You’re previewing <strong>{room.name}</strong>. Join to write messages and be told what’s new.
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
        Close
      </button>
      <button type="button" className="button primary" data-testid={testIds.joinBannerJoin} onClick={() => attempt(connection.request("chat.join", { room: room.id }))}>
        Join
      </button>
    </div>
  );
}
