import { useCalls, useClient, useRooms } from "@akkarealtime/react";
import { Icon } from "../../components/Icon.tsx";
import { go } from "../../components/call/call-plan.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { titleOf } from "../../text/names.ts";

/** Calls that go on without this page: on another device or tab, or before this page was loaded again. */
export function OtherCalls() {
  const { calls, user } = useClient();
  const { elsewhere } = useCalls();
  const rooms = useRooms();
  return elsewhere.map((call) => {
    const room = rooms.find(({ id }) => id === call.room);
    const isMine = call.participants.some((participant) => participant.user === user);
    const title = room ? titleOf(room) : t("calls.title");
    return (
      <div key={call.id} className="other-call" data-testid={testIds.rejoinCall} data-call={call.id}>
        <Icon name={call.media === "video" ? "video" : "phone"} size={18} />
        <span>
          {title} · {isMine ? t("calls.youAreInShort") : t("calls.goingOnShort")}
        </span>
        <button type="button" className="button small" onClick={() => attempt(go(calls, { kind: "join", callId: call.id, title, media: call.media }))}>
          {isMine ? t("calls.joinHere") : t("calls.join")}
        </button>
      </div>
    );
  });
}
