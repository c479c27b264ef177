import { useCalls } from "@akkarealtime/react";
import { Scope } from "./Scope.tsx";
import { Ringer, Ringing } from "../parts.ts";

/** Whatever the page shows: a call that rings is announced, in every tab by sight and in one of them by sound. */
export function GlobalCallNotification() {
  const { incoming } = useCalls();
  const call = incoming[0];
  return (
    <Scope part="GlobalCallNotification" as="line">
      {call && (
        <>
          <Ringer />
          <Ringing key={call.call.id} incoming={call} others={incoming.length - 1} />
        </>
      )}
    </Scope>
  );
}
