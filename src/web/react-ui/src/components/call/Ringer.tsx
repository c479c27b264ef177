import { browserRingElection } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect } from "react";
import { ring } from "../../media/sounds.ts";

/** While it is there, something rings: in one of the browser's tabs. */
export function Ringer(): null {
  const { user } = useClient();
  useEffect(
    () =>
      browserRingElection(user).enter(() => {
        document.documentElement.dataset.ringing = "true";
        const silence = ring();
        return () => {
          delete document.documentElement.dataset.ringing;
          silence();
        };
      }),
    [user],
  );
  return null;
}
