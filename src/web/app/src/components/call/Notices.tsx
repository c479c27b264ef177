import type { CallSessionState, LocalMediaState, MissedCall } from "@akkarealtime/client";
import { useCalls, useClient, useReadable } from "@akkarealtime/react";
import { playAll, soundBlocked } from "../../media/media-elements.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { nameOf } from "../../text/names.ts";
import { Icon } from "../Icon.tsx";

/** What one should know of the call just now, and what can be done about it. */
export function Notices({ current }: { current: CallSessionState }) {
  const { calls } = useClient();
  const { missed } = useCalls();
  const isBlocked = useReadable(soundBlocked);
  const { local, remotes, phase, hold, mutedBy } = current;
  if (phase === "ended") return null;
  const away = remotes.filter((remote) => remote.away).map(({ user }) => nameOf(user));
  const text = problemText(local);
  const last = missed.at(-1);
  return (
    <div className="call-notices" role="status">
      {isBlocked && (
        <p className="call-notice">
          <Icon name="alert" size={16} /> Your browser keeps the sound off until you click.
          <button type="button" className="link" onClick={playAll}>
            Turn the sound on
          </button>
        </p>
      )}
      {hold && (
        <p className="call-notice" data-testid={testIds.callHeld}>
          <Icon name="pause" size={16} /> On hold: no one can see or hear you, and you can’t hear them.
          <button type="button" className="link" onClick={() => calls.setHold(false)}>
            Resume
          </button>
        </p>
      )}
      {mutedBy !== null && !local.audio && (
        <p className="call-notice" data-testid={testIds.callMutedBy}>
          <Icon name="micOff" size={16} /> {nameOf(mutedBy.split("/")[0] ?? mutedBy)} muted you.
          <button type="button" className="link" onClick={() => attempt(calls.setAudio(true))}>
            Unmute
          </button>
        </p>
      )}
      {away.length > 0 && <p className="call-notice">{away.join(", ")} {away.length === 1 ? "is" : "are"} reconnecting…</p>}
      {text && (
        <p className="call-notice" data-testid={testIds.callNotice}>
          <Icon name="alert" size={16} /> {text}
          <button type="button" className="link" onClick={() => attempt(local.problem === "no-camera" ? calls.setVideo(true) : calls.setAudio(true))}>
            Try again
          </button>
        </p>
      )}
      {last && <MissedNotice key={last.callId} missed={last} />}
    </div>
  );
}

function MissedNotice({ missed }: { missed: MissedCall }) {
  const { calls } = useClient();
  return (
    <p className="call-notice" data-testid={testIds.missedInCall} data-call={missed.callId}>
      <Icon name="missed" size={16} /> {nameOf(missed.from, missed.name)} just called.
      <button
        type="button"
        className="link"
        onClick={() => {
          calls.dismissMissed(missed.callId);
          attempt(calls.start({ room: missed.room }, missed.media));
        }}
      >
        Hang up and call back
      </button>
      <button type="button" className="link" onClick={() => calls.dismissMissed(missed.callId)}>
        Dismiss
      </button>
    </p>
  );
}

const devices = { "no-camera": "Your camera", "no-microphone": "Your microphone", nothing: "Your microphone and camera" } as const;
const consequences = {
  "no-camera": "Others can’t see you.",
  "no-microphone": "Others can’t hear you.",
  nothing: "You can see and hear others, but they can’t see or hear you.",
} as const;

/** In words what could not be had, what that means, and what to do. */
export function problemText({ problem, obstacle }: Pick<LocalMediaState, "problem" | "obstacle">): string | null {
  if (problem === null) return null;
  const device = devices[problem];
  const isPlural = problem === "nothing";
  return `${device} ${why(obstacle, isPlural)} ${consequences[problem]}`;
}

function why(obstacle: LocalMediaState["obstacle"], isPlural: boolean): string {
  switch (obstacle) {
    case "denied":
      return `${isPlural ? "are" : "is"} blocked for this page. Allow ${isPlural ? "them" : "it"} with the icon next to the address, or in your system’s privacy settings.`;
    case "busy":
      return `can’t be used. Another app may be using ${isPlural ? "them" : "it"}: close it there first.`;
    case "insecure":
      return `${isPlural ? "need" : "needs"} a secure connection (https).`;
    default:
      return `${isPlural ? "weren’t" : "wasn’t"} found. Is ${isPlural ? "everything" : "it"} plugged in?`;
  }
}
