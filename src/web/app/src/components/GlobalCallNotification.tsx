import { browserRingElection } from "@akkarealtime/client";
import { useCalls, useClient } from "@akkarealtime/react";
import { useEffect } from "react";
import { ring } from "../media/sounds.ts";
import { Ringing } from "../parts.ts";

/** Whatever the page shows: a call that rings is announced, in every tab by sight and in one of them by sound. */
export function GlobalCallNotification() {
  const { incoming } = useCalls();
  useRinging(incoming.length > 0);
  const call = incoming[0];
  return call ? <Ringing key={call.call.id} incoming={call} others={incoming.length - 1} /> : null;
}

function useRinging(isOn: boolean): void {
  const { user } = useClient();
  useEffect(() => {
    if (!isOn) return;
    return browserRingElection(user).enter(() => {
      document.documentElement.dataset.ringing = "true";
      const silence = ring();
      return () => {
        delete document.documentElement.dataset.ringing;
        silence();
      };
    });
  }, [isOn, user]);
}
