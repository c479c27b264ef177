import type { CallSessionState, LocalMediaState, MissedCall } from "@akkarealtime/client";
import { useCalls, useClient, useReadable } from "@akkarealtime/react";
import { listOf, t } from "../../i18n/t.ts";
import { playAll, soundBlocked } from "../../media/media-elements.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { nameOf } from "../../text/names.ts";
import { Icon } from "../Icon.tsx";
import { NoiseNotice } from "./NoiseNotice.tsx";

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
          <Icon name="alert" size={16} /> {t("calls.soundBlocked")}
          <button type="button" className="link" onClick={playAll}>
            {t("calls.soundOn")}
          </button>
        </p>
      )}
      {hold && (
        <p className="call-notice" data-testid={testIds.callHeld}>
          <Icon name="pause" size={16} /> {t("calls.onHoldText")}
          <button type="button" className="link" onClick={() => calls.setHold(false)}>
            {t("calls.resume")}
          </button>
        </p>
      )}
      {mutedBy !== null && !local.audio && (
        <p className="call-notice" data-testid={testIds.callMutedBy}>
          <Icon name="micOff" size={16} /> {t("calls.mutedBy", { name: nameOf(mutedBy.split("/")[0] ?? mutedBy) })}
          <button type="button" className="link" onClick={() => attempt(calls.setAudio(true))}>
            {t("calls.unmuteShort")}
          </button>
        </p>
      )}
      <NoiseNotice stream={phase === "active" && local.audio && !hold ? local.stream : null} />
      {away.length > 0 && <p className="call-notice">{t("calls.areReconnecting", { names: listOf(away), count: away.length })}</p>}
      {text && (
        <p className="call-notice" data-testid={testIds.callNotice}>
          <Icon name="alert" size={16} /> {text}
          <button type="button" className="link" onClick={() => attempt(local.problem === "no-camera" ? calls.setVideo(true) : calls.setAudio(true))}>
            {t("common.tryAgain")}
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
      <Icon name="missed" size={16} /> {t("calls.justCalled", { name: nameOf(missed.from, missed.name) })}
      <button
        type="button"
        className="link"
        onClick={() => {
          calls.dismissMissed(missed.callId);
          attempt(calls.start({ room: missed.room }, missed.media));
        }}
      >
        {t("calls.hangUpAndCallBack")}
      </button>
      <button type="button" className="link" onClick={() => calls.dismissMissed(missed.callId)}>
        {t("common.dismiss")}
      </button>
    </p>
  );
}

const devices = { "no-camera": "camera", "no-microphone": "microphone", nothing: "both" } as const;
const consequences = { "no-camera": "devices.notSeen", "no-microphone": "devices.notHeard", nothing: "devices.neither" } as const;
const obstacles = { denied: "devices.denied", busy: "devices.inUse", insecure: "devices.insecure", missing: "devices.missing", effect: "blur.failed" } as const;

/** In words what could not be had, what that means, and what to do. */
export function problemText({ problem, obstacle }: Pick<LocalMediaState, "problem" | "obstacle">): string | null {
  if (problem === null) return null;
  return `${t(obstacles[obstacle ?? "missing"], { device: devices[problem] })} ${t(consequences[problem])}`;
}
