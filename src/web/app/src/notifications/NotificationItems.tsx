import { useReadable } from "@akkarealtime/react";
import { Icon } from "../components/Icon.tsx";
import { testIds } from "../testids.ts";
import { askForNotifications, notifications, setNoticeSound } from "./notify.ts";
import { attempt } from "./toasts.ts";

const words = { granted: "On", denied: "Blocked by the browser", default: "Turn on", unsupported: "" };

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
        <span>Notifications</span>
        <small>{words[permission]}</small>
      </button>
      {permission === "granted" && (
        <button type="button" className="menu-item" role="switch" aria-checked={sound} data-testid={testIds.notifySound} onClick={() => setNoticeSound(!sound)}>
          <Icon name="bell" size={18} />
          <span>Sound</span>
          <small>{sound ? "On" : "Off"}</small>
        </button>
      )}
    </>
  );
}
