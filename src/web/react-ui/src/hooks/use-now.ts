import { useClient } from "@akkarealtime/react";
import { useCallback, useMemo, useSyncExternalStore } from "react";

/** The time by the server's clock, to the last full `everyMs`, renewed while `isOn`: all that is shown of times on the wire hangs on it. */
export function useNow(everyMs: number, isOn = true): Date {
  const { clock } = useClient().connection;
  const subscribe = useCallback(
    (listener: () => void) => {
      const timer = isOn ? setInterval(listener, everyMs) : undefined;
      const stop = clock.changes.subscribe(listener);
      return () => {
        clearInterval(timer);
        stop();
      };
    },
    [clock, everyMs, isOn],
  );
  const at = useSyncExternalStore(subscribe, () => Math.floor(clock.now() / everyMs) * everyMs);
  return useMemo(() => new Date(at), [at]);
}
