import { LocalMedia } from "@akkarealtime/client";
import { useCalls, useClient, useReadable } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { t } from "../../i18n/t.ts";
import { uiRtc } from "../../media/rtc.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { Dialog } from "../Dialog.tsx";
import { Icon } from "../Icon.tsx";
import { DevicePicker } from "./DevicePicker.tsx";
import { problemText } from "./Notices.tsx";
import { Video } from "./Video.tsx";
import { callPlan, carryOut, setTestsFirst, testsFirst, type CallPlan } from "./call-plan.ts";

const verbs = { start: "calls.start", join: "calls.joinNow", accept: "calls.answer", test: "common.done" } as const;

/** The device test, where one is open. */
export function PreJoin() {
  const plan = useReadable(callPlan);
  const { incoming } = useCalls();
  const isGone = plan?.kind === "accept" && incoming.every(({ call }) => call.id !== plan.callId);
  useEffect(() => {
    if (isGone) callPlan.set(null);
  }, [isGone]);
  return plan && <DeviceTest key={"callId" in plan ? plan.callId : plan.title} plan={plan} />;
}

/** What the others will see and hear, before they do. */
function DeviceTest({ plan }: { plan: CallPlan }) {
  const { calls } = useClient();
  const { devices } = calls;
  const [media] = useState(() => new LocalMedia(uiRtc, () => undefined, (kind) => devices.state.get().chosen[kind]));
  const local = useReadable(media.state);
  const { chosen } = useReadable(devices.state);
  const isFirst = useReadable(testsFirst);
  const close = () => callPlan.set(null);

  useEffect(() => {
    devices.start();
    void media.open(plan.media);
    return () => media.stop();
  }, [media, devices, plan.media]);
  useEffect(() => void media.reopen("camera"), [media, chosen.camera]);
  useEffect(() => void media.reopen("microphone"), [media, chosen.microphone]);

  const problem = problemText(local);
  const enter = () => {
    const wish = { audio: local.audio, video: local.video };
    close();
    attempt(carryOut(calls, plan, wish));
  };
  return (
    <Dialog title={plan.kind === "test" ? t("devices.cameraAndMicrophone") : plan.title} onClose={close} testId={testIds.preJoin}>
      <div className="pre-join">
        <div className="pre-join-picture">
          <Video stream={local.stream} isMuted isShown={local.video} isMirrored isWhole={false} testId={testIds.preJoinVideo} label={t("devices.seen")} />
          {!local.video && (
            <span className="muted">
              <Icon name="videoOff" size={30} /> {t("devices.cameraIsOff")}
            </span>
          )}
          <div className="pre-join-toggles">
            <Toggle isOn={local.audio} on="mic" off="micOff" label={local.audio ? t("calls.mute") : t("calls.unmute")} testId={testIds.preJoinMicrophone} onClick={() => attempt(media.setAudio(!local.audio))} />
            <Toggle isOn={local.video} on="video" off="videoOff" label={local.video ? t("calls.cameraOff") : t("calls.cameraOn")} testId={testIds.preJoinCamera} onClick={() => attempt(media.setVideo(!local.video))} />
          </div>
        </div>
        {problem && (
          <p className="pre-join-problem" role="status">
            <Icon name="alert" size={16} /> {problem}
          </p>
        )}
        <DevicePicker stream={local.stream} onBlur={() => media.reopen("camera")} />
        <label className="check">
          <input type="checkbox" checked={isFirst} data-testid={testIds.testFirst} onChange={(event) => setTestsFirst(event.target.checked)} />
          {t("devices.always")}
        </label>
        <button type="button" className="button primary wide" data-testid={testIds.preJoinEnter} onClick={enter}>
          {t(verbs[plan.kind])}
        </button>
      </div>
    </Dialog>
  );
}

interface ToggleProps {
  readonly isOn: boolean;
  readonly on: "mic" | "video";
  readonly off: "micOff" | "videoOff";
  readonly label: string;
  readonly testId: string;
  readonly onClick: () => void;
}

function Toggle({ isOn, on, off, label, testId, onClick }: ToggleProps) {
  return (
    <button type="button" className="control" aria-pressed={isOn} aria-label={label} title={label} data-testid={testId} onClick={onClick}>
      <Icon name={isOn ? on : off} size={20} />
    </button>
  );
}
