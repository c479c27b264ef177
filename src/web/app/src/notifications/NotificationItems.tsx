import { useReadable } from "@akkarealtime/react";
import { Icon } from "../components/Icon.tsx";
import { t } from "../i18n/t.ts";
import { testIds } from "../testids.ts";
import { askForNotifications, notifications, setNoticeSound } from "./notify.ts";
import { attempt } from "./toasts.ts";

const words = { granted: "common.on", denied: "notifications.blocked", default: "common.turnOn" } as const;

/** Notifications and their sound, in my menu. */
export function NotificationItems() {
  const { permission, sound } = useReadable(notifications);
  if (permission === "unsupported") return null;
  return (
    <>
      <button
        type="button"
        className="menu-item"
        disabled={permission !== "default"}
        data-testid={testIds.notifyItem}
        onClick={() => attempt(askForNotifications())}
      >
        <Icon name={permission === "denied" ? "bellOff" : "bell"} size={18} />
        <span>{t("notifications.title")}</span>
        <small>{t(words[permission])}</small>
      </button>
      {permission === "granted" && (
        <button type="button" className="menu-item" role="switch" aria-checked={sound} data-testid={testIds.notifySound} onClick={() => setNoticeSound(!sound)}>
          <Icon name="bell" size={18} />
          <span>{t("settings.sound")}</span>
          <small>{sound ? t("common.on") : t("common.off")}</small>
        </button>
      )}
    </>
  );
}
