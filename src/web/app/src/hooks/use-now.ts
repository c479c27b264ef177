import { useEffect, useState } from "react";

/** The time, renewed every `everyMs` while `isOn`. */
export function useNow(everyMs: number, isOn = true): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, isOn]);
  return now;
}
