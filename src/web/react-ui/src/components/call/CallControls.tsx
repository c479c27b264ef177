import type { CallSessionState } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds, type TestId } from "../../testids.ts";
import { Icon, type IconName } from "../Icon.tsx";
import { Menu, MenuItem } from "../Menu.tsx";
import { reactionEmojis } from "./Reactions.tsx";
import type { Layout } from "./Stage.tsx";
import { useHeldSpace } from "./use-held-space.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const canShareScreen = typeof navigator !== "undefined" && "mediaDevices" in navigator && "getDisplayMedia" in navigator.mediaDevices;

export interface ControlsProps {
  readonly current: CallSessionState;
  readonly isSmall: boolean;
  readonly isGroup: boolean;
  readonly mayEndForAll: boolean;
  readonly layout: Layout;
  readonly onLayout: (layout: Layout) => void;
  readonly onPeople: () => void;
  readonly onDevices: () => void;
  readonly onPicture: (() => void) | undefined;
  readonly onFullScreen: () => void;
}

export function CallControls(props: ControlsProps) {
  const { current, isSmall, isGroup, mayEndForAll, layout, onLayout, onPeople, onDevices, onPicture, onFullScreen } = props;
  const { calls } = useClient();
  const [menu, setMenu] = useState<"more" | "react" | null>(null);
  const close = useCallback(() => setMenu(null), []);
  const { local, phase, hand, hold } = current;
  const isIn = phase === "active" || phase === "reconnecting";
  const other: Layout = layout === "grid" ? "speaker" : "grid";

  const actions = useMemo(
    () => ({
      m: () => attempt(calls.setAudio(!local.audio)),
      v: () => attempt(calls.setVideo(!local.video)),
      ...(canShareScreen && { s: () => attempt(calls.setScreen(!local.screen)) }),
      ...(isIn && { k: () => calls.setHold(!hold), f: onFullScreen }),
      ...(isIn && isGroup && { h: () => calls.setHand(!hand), p: onPeople, l: () => onLayout(other) }),
    }),
    [calls, local.audio, local.video, local.screen, isIn, isGroup, hand, hold, other, onLayout, onPeople, onFullScreen],
  );
  useShortcuts(actions, phase !== "ended");
  // The other way round while it is held: to say a word when muted, to cough when not.
  const wasOn = useRef(local.audio);
  useHeldSpace(phase !== "ended", (isHeld) => {
    if (isHeld) wasOn.current = local.audio;
    attempt(calls.setAudio(isHeld ? !wasOn.current : wasOn.current));
  });
  if (phase === "ended") return null;

  const then = (action: () => void) => () => {
    setMenu(null);
    action();
  };
  return (
    <div className="call-controls" role="toolbar" aria-label={t("calls.title")}>
      <Control icon={local.audio ? "mic" : "micOff"} isOn={local.audio} label={local.audio ? t("calls.mute") : t("calls.unmute")} shortcut="m" testId={testIds.toggleMicrophone} onClick={actions.m} />
      <Control icon={local.video ? "video" : "videoOff"} isOn={local.video} label={local.video ? t("calls.cameraOff") : t("calls.cameraOn")} shortcut="v" testId={testIds.toggleCamera} onClick={actions.v} />
      {actions.s && (
        <Control kind="share" icon="screen" isOn={local.screen} label={local.screen ? t("calls.stopSharing") : t("calls.shareScreen")} shortcut="s" testId={testIds.toggleScreen} onClick={actions.s} />
      )}
      {isIn && isGroup && !isSmall && (
        <Control kind="share hand" icon="hand" isOn={hand} label={hand ? t("calls.lowerHand") : t("calls.raiseHand")} shortcut="h" testId={testIds.toggleHand} onClick={() => calls.setHand(!hand)} />
      )}
      {isIn && !isSmall && (
        <span className="call-menu-place">
          <Control kind="share" icon="smile" isOn={menu === "react"} isMenu label={t("message.react")} testId={testIds.callReact} onClick={() => setMenu(menu === "react" ? null : "react")} />
          {menu === "react" && (
            <Menu label={t("message.react")} onClose={close}>
              <div className="call-emojis">
                {reactionEmojis.map((emoji) => (
                  <button key={emoji} type="button" role="menuitem" className="emoji" aria-label={t("message.reactWith", { emoji })} data-testid={testIds.callReactWith} onClick={then(() => calls.react(emoji))}>
                    {emoji}
                  </button>
                ))}
              </div>
            </Menu>
          )}
        </span>
      )}
      {!isSmall && (
        <span className="call-menu-place">
          <Control kind="share" icon="more" isOn={menu === "more"} isMenu label={t("common.more")} testId={testIds.callMore} onClick={() => setMenu(menu === "more" ? null : "more")} />
          {menu === "more" && (
            <Menu label={t("common.more")} onClose={close}>
              {isIn && <MenuItem icon="pause" label={hold ? t("calls.resumeCall") : t("calls.putOnHold")} shortcut="k" testId={testIds.toggleHold} onClick={then(() => calls.setHold(!hold))} />}
              <MenuItem icon="sliders" label={t("devices.open")} testId={testIds.callDevices} onClick={then(onDevices)} />
              {isGroup && <MenuItem icon="grid" label={t("calls.enlargeSpeaker")} shortcut="l" isChecked={layout === "speaker"} testId={testIds.callLayout} onClick={then(() => onLayout(other))} />}
              {onPicture && <MenuItem icon="picture" label={t("calls.picture")} testId={testIds.callPicture} onClick={then(onPicture)} />}
              <MenuItem icon="expand" label={t("calls.fullScreen")} shortcut="f" testId={testIds.callFullScreen} onClick={then(onFullScreen)} />
              {isIn && <MenuItem icon="refresh" label={t("calls.reconnectMedia")} testId={testIds.callReconnectAll} onClick={then(() => attempt(calls.restart()))} />}
              {isIn && mayEndForAll && <MenuItem icon="hangUp" label={t("calls.endForAll")} isDanger testId={testIds.callEndAll} onClick={then(() => attempt(calls.endForAll()))} />}
            </Menu>
          )}
        </span>
      )}
      <Control kind="hang-up" icon="hangUp" label={isGroup ? t("calls.leave") : t("calls.hangUp")} testId={testIds.hangUp} onClick={() => attempt(calls.hangUp())} />
    </div>
  );
}

interface ControlProps {
  readonly icon: IconName;
  readonly kind?: string;
  readonly label: string;
  readonly shortcut?: string;
  readonly isOn?: boolean;
  readonly isMenu?: boolean;
  readonly testId: TestId;
  readonly onClick: () => void;
}

function Control({ icon, kind, label, shortcut, isOn, isMenu = false, testId, onClick }: ControlProps) {
  return (
    <button
      type="button"
      className={kind ? `control ${kind}` : "control"}
      aria-pressed={isMenu ? undefined : isOn}
      aria-haspopup={isMenu ? "menu" : undefined}
      aria-expanded={isMenu ? isOn : undefined}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={shortcut ? `${label} (${shortcut.toUpperCase()})` : label}
      data-testid={testId}
      onClick={onClick}
    >
      <Icon name={icon} size={kind === "hang-up" ? 26 : 22} />
    </button>
  );
}
