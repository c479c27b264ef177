import { useState } from "react";

/** Whether the call is shown small; large again with each new call. */
export function useCallSize(callId: string | null): [boolean, (isSmall: boolean) => void] {
  const [small, setSmall] = useState<{ call: string | null; isSmall: boolean }>({ call: null, isSmall: false });
  return [small.call === callId && small.isSmall, (isSmall) => setSmall({ call: callId, isSmall })];
}
