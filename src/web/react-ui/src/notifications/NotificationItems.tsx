import { useClient, useConnection, useReadable } from "@akkarealtime/react";
import { useState } from "react";
import { Icon } from "../components/Icon.tsx";
import { t } from "../i18n/t.ts";
import { laterTestIds } from "../testids-later.ts";
import { testIds } from "../testids.ts";
import type { Device } from "./device.ts";
import { QuietItem } from "./QuietDialog.tsx";
import { askForNotifications, notifications, setNoticeSound } from "./notify.ts";
import { attempt } from "./toasts.ts";
import { useDevice } from "./use-device.ts";

const words = { granted: "common.on", denied: "notifications.blocked", default: "common.turnOn" } as const;

/** Notifications, their sound, and when there are none, in my menu. */
export function NotificationItems() {
  return (
    <>
      <BrowserItems />
      <QuietItem />
    </>
  );
}

function BrowserItems() {
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
      <PushItem />
    </>
  );
}

/** Notifications on this device, also when the page is closed. */
function PushItem() {
  const { push } = useDevice() ?? {};
  const { session } = useConnection();
  return push && session?.push !== undefined && push.isPossible() && <PushSwitch push={push} />;
}

function PushSwitch({ push }: { push: NonNullable<Device["push"]> }) {
  const client = useClient();
  const { permission } = useReadable(notifications);
  const { isOn } = useReadable(push.state);
  const [isBusy, setBusy] = useState(false);
  const change = () => {
    setBusy(true);
    attempt((isOn ? push.turnOff(client) : push.turnOn(client)).finally(() => setBusy(false)));
  };
  return (
    <button
      type="button"
      className="menu-item"
      role="switch"
      aria-checked={isOn}
      disabled={isBusy || (permission === "denied" && !isOn)}
      data-testid={laterTestIds.pushItem}
      onClick={change}
    >
      <Icon name={permission === "denied" ? "bellOff" : "bell"} size={18} />
      <span>{t("push.item")}</span>
      <small>{isOn ? t("common.on") : permission === "denied" ? t("notifications.blocked") : t("common.off")}</small>
    </button>
  );
}
