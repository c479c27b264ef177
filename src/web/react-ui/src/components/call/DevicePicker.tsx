import type { Device, DeviceKind } from "@akkarealtime/client";
import { useClient, useReadable } from "@akkarealtime/react";
import { useEffect } from "react";
import { t } from "../../i18n/t.ts";
import { canChooseSpeaker } from "../../media/media-elements.ts";
import { tryOut } from "../../media/sounds.ts";
import { useLevel } from "../../media/use-level.ts";
import { testIds } from "../../testids.ts";
import { BlurSwitch } from "./BlurSwitch.tsx";
import { RingVolume } from "./RingVolume.tsx";

const labels = { camera: "devices.camera", microphone: "devices.microphone", speaker: "devices.speaker" } as const;
const ids = { camera: testIds.chooseCamera, microphone: testIds.chooseMicrophone, speaker: testIds.chooseSpeaker } as const;

interface DevicePickerProps {
  readonly stream: MediaStream | null;
  /** The blur was switched on or off: the camera is to be opened anew. */
  readonly onBlur: () => Promise<void>;
}

/** Which camera, microphone and speaker; how loud the microphone is; whether the background is blurred. What is chosen is used at once and remembered. */
export function DevicePicker({ stream, onBlur }: DevicePickerProps) {
  const { devices } = useClient().calls;
  const state = useReadable(devices.state);
  // Names are told once a device is open.
  const open = stream?.getTracks().length ?? 0;
  useEffect(() => void devices.refresh(), [devices, open]);
  const meter = useLevel<HTMLDivElement>(stream);
  const choice = (kind: DeviceKind) => <Choice kind={kind} devices={state[kind]} chosen={state.chosen[kind]} onChoose={(id) => devices.choose(kind, id)} />;
  return (
    <div className="device-picker">
      {choice("camera")}
      <BlurSwitch onChange={onBlur} />
      {choice("microphone")}
      <div ref={meter} className="level" role="img" aria-label={t("devices.level")} data-testid={testIds.microphoneLevel}>
        <i />
      </div>
      {canChooseSpeaker && choice("speaker")}
      <button type="button" className="link" data-testid={testIds.testSpeaker} onClick={() => tryOut(state.chosen.speaker)}>
        {t("devices.testSound")}
      </button>
      <RingVolume />
    </div>
  );
}

interface ChoiceProps {
  readonly kind: DeviceKind;
  readonly devices: readonly Device[];
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

function Choice({ kind, devices, chosen, onChoose }: ChoiceProps) {
  return (
    <label className="field">
      <span>{t(labels[kind])}</span>
      <select value={chosen ?? ""} data-testid={ids[kind]} disabled={devices.length === 0} onChange={(event) => onChoose(event.target.value || null)}>
        <option value="">{devices.length === 0 ? t("devices.none") : t("devices.default")}</option>
        {devices
          .filter(({ id }) => id !== "default")
          .map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
      </select>
    </label>
  );
}
