import type { IncomingCall } from "@akkarealtime/client";
import { useClient, useRooms } from "@akkarealtime/react";
import { useEffect, useRef } from "react";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { Avatar } from "../Avatar.tsx";
import { Icon } from "../Icon.tsx";
import { callPlan } from "./call-plan.ts";
import { callerOf, groupOf, incomingText } from "./incoming.ts";

/** Who calls, and what can be done about it. */
export function Ringing({ incoming, others }: { incoming: IncomingCall; others: number }) {
  const { calls } = useClient();
  const card = useRef<HTMLDivElement>(null);
  const { id } = incoming.call;
  const caller = callerOf(incoming);
  const text = incomingText(incoming.call.media, groupOf(useRooms(), incoming.call.room));
  const isVideo = incoming.call.media === "video";

  useEffect(() => {
    const before = document.activeElement;
    card.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <div
      ref={card}
      className="incoming"
      role="alertdialog"
      aria-label={`${caller.name}: ${text}`}
      tabIndex={-1}
      data-testid={testIds.incomingCall}
      data-call={id}
      onKeyDown={(event) => {
        if (event.key === "Escape") attempt(calls.decline(id));
      }}
    >
      <span className="incoming-halo">
        <Avatar id={caller.id} name={caller.name} size={72} />
      </span>
      <div className="incoming-text">
        <strong data-testid={testIds.incomingCaller}>{caller.name}</strong>
        <span>
          {text}
          {others > 0 ? ` · ${t("calls.moreWaiting", { count: others })}` : ""}
        </span>
      </div>
      <div className="incoming-actions">
        <button type="button" className="call-choice decline" data-testid={testIds.declineCall} onClick={() => attempt(calls.decline(id))}>
          <span className="round">
            <Icon name="hangUp" size={26} />
          </span>
          {t("calls.decline")}
        </button>
        <button type="button" className="call-choice" data-testid={testIds.acceptAudio} onClick={() => attempt(calls.accept(id, "audio"))}>
          <span className="round">
            <Icon name="phone" size={24} />
          </span>
          {isVideo ? t("calls.voiceOnly") : t("calls.accept")}
        </button>
        {isVideo && (
          <button type="button" className="call-choice accept" data-testid={testIds.acceptVideo} onClick={() => attempt(calls.accept(id, "video"))}>
            <span className="round">
              <Icon name="video" size={26} />
            </span>
            {t("calls.accept")}
          </button>
        )}
      </div>
      <button
        type="button"
        className="link"
        data-testid={testIds.incomingTest}
        onClick={() => callPlan.set({ kind: "accept", callId: id, title: t("calls.isCalling", { name: caller.name }), media: incoming.call.media })}
      >
        {t("devices.checkFirst")}
      </button>
    </div>
  );
}
