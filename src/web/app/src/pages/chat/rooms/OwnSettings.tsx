import type { Room, SettingsChange } from "@akkarealtime/client";
import { useClient, useSettings } from "@akkarealtime/react";
import { levelOf, type Level } from "../../../notifications/level.ts";
import { attempt } from "../../../notifications/toasts.ts";
import { openRoom } from "../../../route.ts";
import { testIds } from "../../../testids.ts";

/** What I set for a room, on all of my devices. */
export function OwnSettings({ room }: { room: Room }) {
  const { settings: kept } = useClient();
  const settings = useSettings().get(room.id);
  const set = (change: SettingsChange) => attempt(kept.set(room.id, change));
  // What is open would be read, and shown, at once.
  const setAndLeave = (change: SettingsChange) => {
    openRoom(null);
    set(change);
  };
  return (
    <div className="stack own-settings">
      <label className="switch">
        <input
          type="checkbox"
          role="switch"
          checked={settings?.favourite === true}
          data-testid={testIds.roomFavourite}
          onChange={(event) => set({ favourite: event.target.checked })}
        />
        <span>
          Favourite<small>At the top of your list</small>
        </span>
      </label>
      <label className="field">
        <span>Notifications, on all your devices</span>
        <select value={levelOf(room, settings)} data-testid={testIds.roomNotify} onChange={(event) => set({ notify: event.target.value as Level })}>
          <option value="all">Every message</option>
          <option value="mentions">Mentions only</option>
          <option value="nothing">Nothing (muted)</option>
        </select>
      </label>
      <p className="row">
        <button type="button" className="button small" data-testid={testIds.roomMarkUnread} onClick={() => setAndLeave({ unread: true })}>
          Mark as unread
        </button>
        {room.kind === "direct" && (
          <button type="button" className="button small" data-testid={testIds.roomHide} onClick={() => setAndLeave({ hidden: Math.max(1, room.last?.seq ?? room.head) })}>
            Hide until the next message
          </button>
        )}
      </p>
    </div>
  );
}
