import { useCalls, useClient, useRooms } from "@akkarealtime/react";
import { Icon } from "../../components/Icon.tsx";
import { titleOf } from "../../lib/names.ts";
import { attempt } from "../../lib/toasts.ts";
import { testIds } from "../../testids.ts";

/** Calls that go on without this page: on another device or tab, or before this page was loaded again. */
export function OtherCalls() {
  const { calls } = useClient();
  const { elsewhere } = useCalls();
  const rooms = useRooms();
  return elsewhere.map((call) => {
    const room = rooms.find(({ id }) => id === call.room);
    return (
      <div key={call.id} className="other-call" data-testid={testIds.rejoinCall} data-call={call.id}>
        <Icon name={call.media === "video" ? "video" : "phone"} size={18} />
        <span>{room ? titleOf(room) : "A call"} · in a call</span>
        <button type="button" className="button small" onClick={() => attempt(calls.join(call.id))}>
          Join here
        </button>
      </div>
    );
  });
}
