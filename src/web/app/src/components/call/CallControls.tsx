import type { CallSessionState } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { attempt } from "../../lib/toasts.ts";
import { testIds } from "../../testids.ts";
import { Icon } from "../Icon.tsx";

const canShareScreen = typeof navigator !== "undefined" && "mediaDevices" in navigator && "getDisplayMedia" in navigator.mediaDevices;

export function CallControls({ current: { local, phase } }: { current: CallSessionState }) {
  const { calls } = useClient();
  if (phase === "ended") return null;
  return (
    <div className="call-controls" role="toolbar" aria-label="Call">
      <button
        type="button"
        className="control"
        aria-pressed={local.audio}
        aria-label={local.audio ? "Mute the microphone" : "Unmute the microphone"}
        title={local.audio ? "Mute" : "Unmute"}
        data-testid={testIds.toggleMicrophone}
        onClick={() => attempt(calls.setAudio(!local.audio))}
      >
        <Icon name={local.audio ? "mic" : "micOff"} size={22} />
      </button>
      <button
        type="button"
        className="control"
        aria-pressed={local.video}
        aria-label={local.video ? "Turn the camera off" : "Turn the camera on"}
        title={local.video ? "Camera off" : "Camera on"}
        data-testid={testIds.toggleCamera}
        onClick={() => attempt(calls.setVideo(!local.video))}
      >
        <Icon name={local.video ? "video" : "videoOff"} size={22} />
      </button>
      {canShareScreen && (
        <button
          type="button"
          className="control share"
          aria-pressed={local.screen}
          aria-label={local.screen ? "Stop sharing the screen" : "Share the screen"}
          title={local.screen ? "Stop sharing" : "Share the screen"}
          data-testid={testIds.toggleScreen}
          onClick={() => attempt(calls.setScreen(!local.screen))}
        >
          <Icon name="screen" size={22} />
        </button>
      )}
      <button
        type="button"
        className="control hang-up"
        aria-label="Hang up"
        title="Hang up"
        data-testid={testIds.hangUp}
        onClick={() => attempt(calls.hangUp())}
      >
        <Icon name="hangUp" size={26} />
      </button>
    </div>
  );
}
