import type { Room, SettingsChange } from "@akkarealtime/client";
import { useClient, useSettings } from "@akkarealtime/react";
import { t } from "../../i18n/t.ts";
import { levelOf, type Level } from "../../notifications/level.ts";
import { attempt } from "../../notifications/toasts.ts";
import { openRoom } from "../../navigation.ts";
import { testIds } from "../../testids.ts";

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
          {t("room.favourite")}<small>{t("room.favouriteHint")}</small>
        </span>
      </label>
      <label className="field">
        <span>{t("notifications.onAllDevices")}</span>
        <select value={levelOf(room, settings)} data-testid={testIds.roomNotify} onChange={(event) => set({ notify: event.target.value as Level })}>
          <option value="all">{t("notifications.every")}</option>
          <option value="mentions">{t("notifications.mentions")}</option>
          <option value="nothing">{t("notifications.nothing")}</option>
        </select>
      </label>
      <p className="row">
        <button type="button" className="button small" data-testid={testIds.roomMarkUnread} onClick={() => setAndLeave({ unread: true })}>
          {t("room.markUnread")}
        </button>
        {room.kind === "direct" && (
          <button type="button" className="button small" data-testid={testIds.roomHide} onClick={() => setAndLeave({ hidden: Math.max(1, room.last?.seq ?? room.head) })}>
            {t("room.hide")}
          </button>
        )}
      </p>
    </div>
  );
}
