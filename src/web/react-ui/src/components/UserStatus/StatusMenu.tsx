import type { ChosenStatus, OwnStatus, StatusSetRequest } from "@akkarealtime/client";
import { useClient, useConnection, useReadable } from "@akkarealtime/react";
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type SubmitEvent } from "react";
import { useNow } from "../../hooks/use-now.ts";
import { useReturnFocus } from "../../hooks/use-return-focus.ts";
import { useHost } from "../../host-context.ts";
import { chooseLanguage } from "../../i18n/choose.ts";
import { chosenLanguage, languages } from "../../i18n/language.ts";
import { t, type MessageKey } from "../../i18n/t.ts";
import { NotificationItems } from "../../notifications/NotificationItems.tsx";
import { attempt } from "../../notifications/toasts.ts";
import { testIds, type TestId } from "../../testids.ts";
import { scheduled, scheduledList } from "../../chat/scheduled/scheduled.ts";
import { ThreadsMenuItem } from "../../chat/threads/ThreadsItem.tsx";
import { savedList } from "../../saved.ts";
import { laterTestIds } from "../../testids-later.ts";
import { timeLeft } from "../../text/status.ts";
import { nextTheme } from "../../theme/next-theme.ts";
import { theme } from "../../theme/theme.ts";
import { PresenceDot } from "../Avatar.tsx";
import { Icon } from "../Icon.tsx";
import { BlocksDialog } from "./BlocksDialog.tsx";
import { DevicesDialog } from "./DevicesDialog.tsx";
import { PictureDialog } from "./PictureDialog.tsx";

const choices: readonly { status: ChosenStatus; label: MessageKey; hint: MessageKey | null; testId: TestId }[] = [
  { status: "online", label: "presence.online", hint: "presence.onlineHint", testId: testIds.statusOnline },
  { status: "away", label: "presence.away", hint: null, testId: testIds.statusAway },
  { status: "busy", label: "presence.busy", hint: "presence.busyHint", testId: testIds.statusBusy },
  { status: "invisible", label: "presence.invisible", hint: "presence.invisibleHint", testId: testIds.statusInvisible },
];

const emojis = ["💬", "🗓️", "🎧", "🍽️", "🏡", "🌴", "🤒", "🚀"];

const clearAfter: readonly { label: MessageKey; minutes: number | "today" | null }[] = [
  { label: "presence.dontClear", minutes: null },
  { label: "presence.minutes30", minutes: 30 },
  { label: "presence.hour1", minutes: 60 },
  { label: "presence.hours4", minutes: 240 },
  { label: "common.today", minutes: "today" },
];

/** The end that the status has already. */
const kept = -1;

interface StatusMenuProps {
  readonly status: OwnStatus | null;
  readonly userId: string;
  readonly onClose: () => void;
  /** Without it, nobody can. */
  readonly onSignOut: (() => void) | undefined;
}

export function StatusMenu({ status, userId, onClose, onSignOut }: StatusMenuProps) {
  const { presence, connection } = useClient();
  const { transport, session } = useConnection();
  const [isPictureOpen, setPictureOpen] = useState(false);
  const [isDevicesOpen, setDevicesOpen] = useState(false);
  const [isBlocksOpen, setBlocksOpen] = useState(false);
  const [text, setText] = useState(status?.text ?? "");
  const [emoji, setEmoji] = useState(status?.emoji ?? "");
  const now = useNow(30_000);
  const left = timeLeft(status?.clearAt, now);
  // What stands keeps its end, until another one is chosen.
  const [clear, setClear] = useState(left === null ? 0 : kept);
  const chosen: ChosenStatus = status === null || status.status === "offline" ? "online" : status.status;
  const isAnything = text !== "" || emoji !== "";

  const set = (choice: Partial<StatusSetRequest>) => {
    const { text: keptText, emoji: keptEmoji, clearAt } = status ?? {};
    const kept = { ...(keptText && { text: keptText }), ...(keptEmoji && { emoji: keptEmoji }), ...(clearAt && { clearAt }) };
    attempt(presence.choose({ status: chosen, ...kept, ...choice }));
    onClose();
  };
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const clearAt = clear === kept ? status?.clearAt : clearTime(clearAfter[clear]?.minutes ?? null, new Date(connection.clock.now()));
    attempt(
      presence.choose({
        status: chosen,
        ...(text.trim() && { text: text.trim() }),
        ...(emoji && { emoji }),
        ...(clearAt && isAnything && { clearAt }),
      }),
    );
    onClose();
  };

  const menu = useRef<HTMLDivElement>(null);
  useReturnFocus(menu);
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const around = menu.current?.parentElement;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !around?.contains(event.target)) close();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      close();
      around?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey);
    };
  }, []);
  useLayoutEffect(() => menu.current?.querySelector<HTMLElement>("[aria-checked=true]")?.focus({ preventScroll: true }), []);

  return (
    <div ref={menu} className="popover status-menu" role="dialog" aria-label={t("presence.yours")} data-testid={testIds.statusMenu}>
      <div className="status-choices" role="radiogroup" aria-label={t("presence.availability")}>
        {choices.map((choice) => (
          <button
            key={choice.status}
            type="button"
            role="radio"
            aria-checked={chosen === choice.status}
            className="menu-item"
            data-testid={choice.testId}
            onClick={() => set({ status: choice.status })}
          >
            <PresenceDot status={{ user: userId, status: choice.status }} user="" />
            <span>{t(choice.label)}</span>
            {choice.hint && <small>{t(choice.hint)}</small>}
          </button>
        ))}
      </div>
      <form className="status-form" onSubmit={save}>
        <div className="emoji-row" role="group" aria-label={t("emoji.title")}>
          {emojis.map((one) => (
            <button
              key={one}
              type="button"
              className="emoji"
              data-testid={testIds.statusEmoji}
              aria-pressed={emoji === one}
              onClick={() => setEmoji(emoji === one ? "" : one)}
            >
              {one}
            </button>
          ))}
        </div>
        <input
          aria-label={t("presence.text")}
          placeholder={t("presence.placeholder")}
          maxLength={100}
          value={text}
          data-testid={testIds.statusText}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="row">
          <select aria-label={t("presence.clearAfter")} value={clear} data-testid={testIds.statusClear} onChange={(event) => setClear(Number(event.target.value))}>
            {left !== null && <option value={kept}>{left}</option>}
            {clearAfter.map(({ label }, index) => (
              <option key={label} value={index}>
                {t(label)}
              </option>
            ))}
          </select>
          <button className="button primary" type="submit" data-testid={testIds.statusSave}>
            {t("common.save")}
          </button>
        </div>
      </form>
      <ThreadsMenuItem onClose={onClose} />
      <button
        type="button"
        className="menu-item"
        data-testid={laterTestIds.savedOpen}
        onClick={() => {
          onClose();
          savedList.set(true);
        }}
      >
        <Icon name="bookmark" size={18} />
        <span>{t("saved.title")}</span>
      </button>
      <ScheduledItem onClose={onClose} />
      <NotificationItems />
      <ZoneItem zone={status?.zone} />
      <ThemeItem />
      <LanguageItem />
      {session?.limits.maxPictureBytes !== undefined && (
        <button type="button" className="menu-item" data-testid={laterTestIds.pictureItem} onClick={() => setPictureOpen(true)}>
          <Icon name="edit" size={18} />
          <span>{t("picture.title")}</span>
        </button>
      )}
      {isPictureOpen && <PictureDialog onClose={() => setPictureOpen(false)} />}
      <button type="button" className="menu-item" data-testid={laterTestIds.devicesItem} onClick={() => setDevicesOpen(true)}>
        <Icon name="screen" size={18} />
        <span>{t("devices.item")}</span>
      </button>
      {isDevicesOpen && <DevicesDialog onClose={() => setDevicesOpen(false)} />}
      <button type="button" className="menu-item" data-testid={laterTestIds.blocksItem} onClick={() => setBlocksOpen(true)}>
        <Icon name="people" size={18} />
        <span>{t("blocks.title")}</span>
      </button>
      {isBlocksOpen && <BlocksDialog onClose={() => setBlocksOpen(false)} />}
      {onSignOut && (
        <button type="button" className="menu-item" data-testid={testIds.signOut} onClick={onSignOut}>
          <Icon name="leave" size={18} />
          <span>{t("account.signOut")}</span>
        </button>
      )}
      {transport === "http" && (
        <p className="menu-note" data-testid={laterTestIds.overHttp}>
          {t("connection.overHttp")}
        </p>
      )}
    </div>
  );
}

/** What I have scheduled, and how much of it there is. */
function ScheduledItem({ onClose }: { onClose: () => void }) {
  const count = useReadable(scheduled)?.length ?? 0;
  return (
    <button
      type="button"
      className="menu-item"
      data-testid={laterTestIds.scheduledOpen}
      onClick={() => {
        onClose();
        scheduledList.set(true);
      }}
    >
      <Icon name="clock" size={18} />
      <span>{t("scheduled.title")}</span>
      {count > 0 && <small>{t("scheduled.count", { count })}</small>}
    </button>
  );
}

/** Whether others see what time it is here. It stands for all devices, so only what the server has said shows. */
function ZoneItem({ zone }: { zone: string | undefined }) {
  const { presence } = useClient();
  if (zone === undefined) return null;
  return (
    <button type="button" className="menu-item" role="switch" aria-checked={zone !== ""} data-testid={laterTestIds.zoneItem} onClick={() => attempt(presence.shareZone(zone === ""))}>
      <Icon name="clock" size={18} />
      <span>{t("settings.localTime")}</span>
      <small>{zone === "" ? t("settings.hidden") : t("settings.shared")}</small>
    </button>
  );
}

function ThemeItem() {
  const current = useReadable(theme);
  if (useHost("StatusMenu").theme !== undefined) return null;
  const icon = current === "light" ? "sun" : current === "dark" ? "moon" : "auto";
  return (
    <button type="button" className="menu-item" data-testid={testIds.themeToggle} data-theme-choice={current} onClick={nextTheme}>
      <Icon name={icon} size={18} />
      <span>{t("settings.theme")}</span>
      <small>{current === "auto" ? t("settings.system") : current === "light" ? t("settings.light") : t("settings.dark")}</small>
    </button>
  );
}

function LanguageItem() {
  if (useHost("StatusMenu").language !== undefined) return null;
  const offered = Object.entries(languages).filter(([, { name }]) => name !== "");
  const choose = (id: string) => {
    // What shows is drawn anew, without this menu.
    const choosing = chooseLanguage(id === "" ? null : id).then(() => requestAnimationFrame(() => document.querySelector<HTMLElement>(".user-status-button")?.focus()));
    attempt(choosing);
  };
  return (
    <label className="menu-item">
      <Icon name="globe" size={18} />
      <span>{t("settings.language")}</span>
      <select value={chosenLanguage() ?? ""} data-testid={laterTestIds.language} onChange={(event) => choose(event.target.value)}>
        <option value="">{t("settings.browserLanguage")}</option>
        {offered.map(([id, { name }]) => (
          <option key={id} value={id} lang={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function clearTime(minutes: number | "today" | null, at: Date): string | undefined {
  if (minutes === null) return undefined;
  if (minutes === "today") at.setHours(23, 59, 59, 0);
  else at.setMinutes(at.getMinutes() + minutes);
  return at.toISOString();
}
