import { useClient, useSelected } from "@akkarealtime/react";
import { listOf, t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { nameOf } from "../../text/names.ts";
import { Icon } from "../Icon.tsx";
import { go } from "./call-plan.ts";

/** A call goes on in this room, and I am not in it here. */
export function RoomCallBanner({ room, title }: { room: string; title: string }) {
  const { calls, user } = useClient();
  const elsewhere = useSelected(calls.state, (state) => state.elsewhere);
  const call = elsewhere.find((one) => one.room === room);
  if (!call) return null;
  const isMine = call.participants.some((participant) => participant.user === user);
  const isHere = call.participants.some(({ participant }) => participant === calls.participant);
  const names = call.participants.map((participant) => (participant.user === user ? "you" : nameOf(participant.user, participant.name)));
  const plan = { kind: "join", callId: call.id, title, media: call.media } as const;
  return (
    <div className="room-call" role="status" data-testid={testIds.roomCall} data-call={call.id}>
      <Icon name={call.media === "video" ? "video" : "phone"} size={18} />
      <span>
        {isHere ? t("calls.youAreIn") : isMine ? t("calls.youAreInElsewhere") : t("calls.goingOn")}
        {names.length > 0 && !isMine && <small> · {listOf(names)}</small>}
      </span>
      <button type="button" className="button primary small" data-testid={testIds.roomCallJoin} onClick={() => attempt(go(calls, plan))}>
        {isMine ? t("calls.moveHere") : t("calls.join")}
      </button>
    </div>
  );
}
