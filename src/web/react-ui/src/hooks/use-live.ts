import { useConnection } from "@akkarealtime/react";
import { createContext, useContext, useEffect, useState } from "react";

/** A reconnect that takes less than this is not worth a word. */
const quietMs = 600;

/** Whether what is shown of others is as the server has it: without a connection nobody knows. */
export const Live = createContext(true);

export function useLive(): boolean {
  return useContext(Live);
}

/** False from the beginning until there is a connection, and a moment after it was lost. */
export function useIsLive(): boolean {
  const { state, session } = useConnection();
  const isReady = state === "ready" || state === "draining";
  const isLate = useLate(!isReady);
  return isReady || (session !== null && !isLate);
}

export function useLate(isOff: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isOff) return;
    const timer = setTimeout(() => setLate(true), quietMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isOff]);
  return isLate && isOff;
}
