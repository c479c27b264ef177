import type { MediaKind, Room } from "@akkarealtime/client";
import { useClient, useSelected } from "@akkarealtime/react";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { Icon } from "../Icon.tsx";
import { callPlan, go } from "./call-plan.ts";

/** Calls the others of a room; where a call goes on in it already, joins that one. */
export function CallButtons({ room, title }: { room: Room; title: string }) {
  const { calls } = useClient();
  const isInCall = useSelected(calls.state, ({ current }) => current !== null && current.phase !== "ended");
  const elsewhere = useSelected(calls.state, (state) => state.elsewhere);
  const running = elsewhere.find((call) => call.room === room.id);
  const call = (media: MediaKind) => {
    const plan = running ? ({ kind: "join", callId: running.id, title, media } as const) : ({ kind: "start", room: room.id, title, media } as const);
    attempt(go(calls, plan));
  };
  return (
    <>
      <button type="button" className="icon-button" aria-label={t("calls.voiceWith", { name: title })} title={t("calls.voice")} disabled={isInCall} data-testid={testIds.startAudio} onClick={() => call("audio")}>
        <Icon name="phone" />
      </button>
      <button type="button" className="icon-button" aria-label={t("calls.videoWith", { name: title })} title={t("calls.video")} disabled={isInCall} data-testid={testIds.startVideo} onClick={() => call("video")}>
        <Icon name="video" />
      </button>
      <button
        type="button"
        className="icon-button call-test"
        aria-label={t("devices.test")}
        title={t("devices.test")}
        disabled={isInCall}
        data-testid={testIds.testDevices}
        onClick={() => callPlan.set(running ? { kind: "join", callId: running.id, title, media: running.media } : { kind: "start", room: room.id, title, media: "video" })}
      >
        <Icon name="sliders" />
      </button>
    </>
  );
}
