import type { CallSessionState } from "@akkarealtime/client";
import { useCalls, useClient, useRooms } from "@akkarealtime/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useNow } from "../../hooks/use-now.ts";
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
import "../../styles/later.css";
import "../../styles/call.css";

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
      aria-label={`Call with ${title}`}
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
              aria-label={`People, ${remotes.length + 1} in the call${hands.length > 0 ? `, ${hands.length} with a raised hand` : ""}`}
              title="People (P)"
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
            aria-label={isSmall ? "Enlarge the call" : "Back to the chat"}
            title={isSmall ? "Enlarge the call" : "Back to the chat"}
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
        <Dialog title="Devices" onClose={() => setOpen(null)} testId={testIds.callDevicePanel}>
          <DevicePicker stream={current.local.stream} />
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
      {phase === "ended" ? endText(endReason, durationMs) : phaseTexts[phase]}
    </span>
  );
}

const phaseTexts = {
  starting: "Connecting…",
  calling: "Calling…",
  ringing: "Ringing…",
  active: "Connected",
  reconnecting: "Reconnecting…",
} as const;

function endText(reason: string | null, durationMs: number | null): string {
  switch (reason) {
    case "declined":
      return "Declined";
    case "busy":
      return "Busy";
    case "timeout":
      return "No answer";
    case "cancelled":
      return "Cancelled";
    case "elsewhere":
      return "Continued on another device";
    case "host":
      return "The host ended your call";
    case "removed":
      return "You’re no longer a member of this conversation";
    case "failed":
      return "The connection was lost";
    case "conflict":
      return "The call is full or has ended";
    case "not-found":
      return "The call has ended";
    case "forbidden":
      return "You can’t start a call here";
    case "unknown-type":
      return "Calls aren’t supported by this server";
    case "disconnected":
      return "Not connected";
    default:
      return durationMs === null ? "Call ended" : `Call ended · ${formatDuration(durationMs)}`;
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
