import type { CallSessionState } from "@akkarealtime/client";
import { useCalls, useClient } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { formatDuration } from "../../lib/format.ts";
import { nameOf } from "../../lib/names.ts";
import { ringBack } from "../../lib/sounds.ts";
import { attempt } from "../../lib/toasts.ts";
import { useNow } from "../../lib/use-now.ts";
import { testIds } from "../../testids.ts";
import { Avatar } from "../Avatar.tsx";
import { Icon } from "../Icon.tsx";
import { CallControls } from "./CallControls.tsx";
import { LocalTile, RemoteTile } from "./Tile.tsx";

interface CallViewProps {
  /** Who or what the call is with. */
  readonly title: string;
  readonly peer: string;
  readonly isSmall: boolean;
  readonly onResize: (isSmall: boolean) => void;
}

/** The call that this page is in: large over the room, or small in the corner while one chats. */
export function CallView({ title, peer, isSmall, onResize }: CallViewProps) {
  const { current } = useCalls();
  useRingBack(current?.phase === "ringing");
  if (!current) return null;
  const { remotes, phase } = current;
  return (
    <section
      className={isSmall ? "call small" : "call"}
      aria-label={`Call with ${title}`}
      data-testid={testIds.call}
      data-phase={phase}
      data-call={current.callId}
    >
      <header className="call-header">
        <div>
          <strong>{title}</strong>
          <PhaseLine current={current} />
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label={isSmall ? "Enlarge the call" : "Back to the chat"}
          data-testid={isSmall ? testIds.callExpand : testIds.callMinimize}
          onClick={() => onResize(!isSmall)}
        >
          <Icon name={isSmall ? "expand" : "shrink"} />
        </button>
      </header>
      <Notice current={current} />
      <div className="call-stage" data-count={Math.max(1, remotes.length)}>
        {remotes.length === 0 ? (
          <div className="call-waiting">
            <span className={phase === "ended" ? "" : "incoming-halo"}>
              <Avatar id={peer} name={title} size={isSmall ? 56 : 112} />
            </span>
          </div>
        ) : (
          remotes.map((remote) => <RemoteTile key={remote.participant} remote={remote} />)
        )}
        {phase !== "ended" && <LocalTile local={current.local} />}
      </div>
      <CallControls current={current} />
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
    case "failed":
      return "The call was lost";
    case "not-found":
      return "The call is over";
    case "forbidden":
      return "You can't call here";
    case "unknown-type":
      return "This server can't do calls yet";
    case "disconnected":
      return "Not connected";
    default:
      return durationMs === null ? "Call ended" : `Call ended · ${formatDuration(durationMs)}`;
  }
}

function Notice({ current: { local, remotes, phase } }: { current: CallSessionState }) {
  const client = useClient();
  const text = noticeText(local.problem, local.denied);
  const away = remotes.find((remote) => remote.away);
  if (phase === "ended") return null;
  if (away) return <p className="call-notice" role="status">{nameOf(away.user)} is reconnecting…</p>;
  if (!text) return null;
  return (
    <p className="call-notice" role="status" data-testid={testIds.callNotice}>
      <Icon name="alert" size={16} /> {text}
      {local.problem !== "no-camera" && (
        <button type="button" className="link" onClick={() => attempt(client.calls.setAudio(true))}>
          Try again
        </button>
      )}
    </p>
  );
}

function noticeText(problem: CallSessionState["local"]["problem"], denied: boolean): string | null {
  const why = denied ? "isn't allowed in this browser" : "wasn't found";
  switch (problem) {
    case "no-camera":
      return `The camera ${why}: you are in with your voice only.`;
    case "no-microphone":
      return `The microphone ${why}: others see but don't hear you.`;
    case "nothing":
      return `Microphone and camera: ${denied ? "not allowed in this browser" : "none found"}. You can see and hear the others.`;
    case null:
      return null;
  }
}

function useRingBack(isOn: boolean): void {
  useEffect(() => (isOn ? ringBack() : undefined), [isOn]);
}

/** Whether the call is shown small; large again with each new call. */
export function useCallSize(callId: string | null): [boolean, (isSmall: boolean) => void] {
  const [small, setSmall] = useState<{ call: string | null; isSmall: boolean }>({ call: null, isSmall: false });
  return [small.call === callId && small.isSmall, (isSmall) => setSmall({ call: callId, isSmall })];
}
