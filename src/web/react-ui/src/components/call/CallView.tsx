import type { CallSessionState } from "@akkarealtime/client";
import { useCalls, useClient, useRooms } from "@akkarealtime/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { setSpeaker } from "../../media/media-elements.ts";
import { ringBack } from "../../media/sounds.ts";
import { testIds } from "../../testids.ts";
import { formatDuration } from "../../text/format.ts";
import { Dialog } from "../Dialog.tsx";
import { Icon } from "../Icon.tsx";
import { Announcer } from "./Announcer.tsx";
import { CallControls } from "./CallControls.tsx";
import { DevicePicker } from "./DevicePicker.tsx";
import { Notices } from "./Notices.tsx";
import { PeoplePanel } from "./PeoplePanel.tsx";
import { PictureWindow, usePicture } from "./Picture.tsx";
import { Reactions } from "./Reactions.tsx";
import { Stage, type Layout } from "./Stage.tsx";

interface CallViewProps {
  /** Who or what the call is with. */
  readonly title: string;
  readonly peer: string;
  /** Of a group or channel: it goes on when one leaves, and has a host. */
  readonly isGroup: boolean;
  readonly isSmall: boolean;
  readonly onResize: (isSmall: boolean) => void;
}

/** The call that this page is in: large over the room, or small in the corner while one chats. */
export function CallView(props: CallViewProps) {
  const { current } = useCalls();
  return current && <CurrentCall {...props} current={current} />;
}

function CurrentCall({ current, title, peer, isGroup, isSmall, onResize }: CallViewProps & { current: CallSessionState }) {
  const { calls, user } = useClient();
  const section = useRef<HTMLElement>(null);
  const [layout, setLayout] = useState<Layout>("grid");
  const [pinned, setPinned] = useState<string | null>(null);
  const [open, setOpen] = useState<"people" | "devices" | null>(null);
  const picture = usePicture(section);
  const { remotes, phase, call, hands } = current;
  const isHost = call?.host === user;
  const role = useRooms().find(({ id }) => id === current.room)?.role;
  const mayModerate = isGroup && (isHost || role === "owner" || role === "admin");
  const togglePeople = useCallback(() => setOpen((before) => (before === "people" ? null : "people")), []);
  const toggleFullScreen = useCallback(() => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void section.current?.requestFullscreen().catch(() => undefined);
  }, []);
  useRingBack(phase === "ringing");
  useSpeaker();

  return (
    <section
      ref={section}
      className={isSmall ? "call small" : "call"}
      aria-label={t("calls.with", { name: title })}
      data-testid={testIds.call}
      data-phase={phase}
      data-call={current.callId}
      data-mode={call?.mode}
    >
      <header className="call-header">
        <div>
          <strong>{title}</strong>
          <PhaseLine current={current} />
        </div>
        <span className="call-header-tools">
          {phase !== "ended" && !isSmall && (
            <button
              type="button"
              className="icon-button"
              aria-expanded={open === "people"}
              aria-keyshortcuts="p"
              aria-label={t("calls.peopleCount", { count: remotes.length + 1, hands: hands.length })}
              title={t("calls.peopleKey")}
              data-testid={testIds.callPeopleOpen}
              onClick={togglePeople}
            >
              <Icon name="people" />
              <small>{remotes.length + 1}</small>
              {hands.length > 0 && (
                <small className="raised">
                  <Icon name="hand" size={15} />
                  {hands.length}
                </small>
              )}
            </button>
          )}
          <button
            type="button"
            className="icon-button"
            aria-label={isSmall ? t("calls.enlarge") : t("calls.backToChat")}
            title={isSmall ? t("calls.enlarge") : t("calls.backToChat")}
            data-testid={isSmall ? testIds.callExpand : testIds.callMinimize}
            onClick={() => onResize(!isSmall)}
          >
            <Icon name={isSmall ? "expand" : "shrink"} />
          </button>
        </span>
      </header>
      <Notices current={current} />
      <div className="call-body">
        <Stage current={current} title={title} peer={peer} isSmall={isSmall} layout={layout} pinned={pinned} onPin={setPinned} />
        <Reactions reactions={current.reactions} remotes={remotes} />
        {open === "people" && !isSmall && phase !== "ended" && <PeoplePanel current={current} isHost={isHost && isGroup} mayRemove={mayModerate} onClose={() => setOpen(null)} />}
      </div>
      <CallControls
        current={current}
        isSmall={isSmall}
        isGroup={isGroup}
        mayEndForAll={mayModerate}
        layout={layout}
        onLayout={setLayout}
        onPeople={togglePeople}
        onDevices={() => setOpen("devices")}
        onPicture={picture.open}
        onFullScreen={toggleFullScreen}
      />
      <Announcer current={current} me={calls.participant} />
      {picture.window && phase !== "ended" && <PictureWindow target={picture.window} current={current} />}
      {open === "devices" && (
        <Dialog title={t("devices.item")} onClose={() => setOpen(null)} testId={testIds.callDevicePanel}>
          <DevicePicker stream={current.local.stream} onBlur={async () => calls.session?.reopen("camera")} />
        </Dialog>
      )}
    </section>
  );
}

function PhaseLine({ current }: { current: CallSessionState }) {
  const { phase, activeSince, endReason, durationMs } = current;
  const now = useNow(500, activeSince !== null && phase !== "ended");
  if (phase === "active" && activeSince !== null) {
    return (
      <span className="call-phase" data-testid={testIds.callDuration} role="timer">
        {formatDuration(now.getTime() - activeSince)}
      </span>
    );
  }
  return (
    <span className="call-phase" data-testid={testIds.callPhase} role="status">
      {phase === "ended" ? endText(endReason, durationMs) : t(phaseTexts[phase])}
    </span>
  );
}

const phaseTexts = {
  starting: "common.connecting",
  calling: "calls.calling",
  ringing: "calls.ringing",
  active: "calls.connected",
  reconnecting: "calls.reconnecting",
} as const;

function endText(reason: string | null, durationMs: number | null): string {
  switch (reason) {
    case "declined":
      return t("calls.declined");
    case "busy":
      return t("calls.busy");
    case "timeout":
      return t("calls.noAnswer");
    case "cancelled":
      return t("calls.cancelled");
    case "elsewhere":
      return t("calls.elsewhere");
    case "host":
      return t("calls.endedByHost");
    case "removed":
      return t("calls.notMember");
    case "failed":
      return t("calls.connectionLost");
    case "conflict":
      return t("calls.fullOrOver");
    case "not-found":
      return t("calls.hasEnded");
    case "forbidden":
      return t("calls.forbidden");
    case "unknown-type":
      return t("calls.unsupported");
    case "disconnected":
      return t("connection.none");
    default:
      return durationMs === null ? t("calls.ended") : t("calls.endedAfter", { duration: formatDuration(durationMs) });
  }
}

function useRingBack(isOn: boolean): void {
  useEffect(() => (isOn ? ringBack() : undefined), [isOn]);
}

/** Everything that is heard comes from the chosen speaker. */
function useSpeaker(): void {
  const { devices } = useClient().calls;
  useEffect(() => {
    const follow = () => setSpeaker(devices.state.get().chosen.speaker);
    follow();
    return devices.state.subscribe(follow);
  }, [devices]);
}
