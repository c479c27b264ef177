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
          <Icon name="alert" size={16} /> The browser keeps the sound off until you click.
          <button type="button" className="link" onClick={playAll}>
            Turn the sound on
          </button>
        </p>
      )}
      {hold && (
        <p className="call-notice" data-testid={testIds.callHeld}>
          <Icon name="pause" size={16} /> On hold: nobody sees or hears you, and you don't hear them.
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
      <Icon name="missed" size={16} /> {nameOf(missed.from, missed.name)} called just now.
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

const devices = { "no-camera": "The camera", "no-microphone": "The microphone", nothing: "Microphone and camera" } as const;
const consequences = {
  "no-camera": "You are in without a picture.",
  "no-microphone": "The others see but don't hear you.",
  nothing: "You see and hear the others; they don't see or hear you.",
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
      return `${isPlural ? "are" : "is"} not allowed for this page: allow ${isPlural ? "them" : "it"} by the sign left of the address, or in the system's privacy settings.`;
    case "busy":
      return `can't be opened: another program may be using ${isPlural ? "them" : "it"}. Close it there.`;
    case "insecure":
      return "need a page that is loaded by https.";
    default:
      return `${isPlural ? "were" : "was"} not found: plug ${isPlural ? "them" : "it"} in.`;
  }
}
