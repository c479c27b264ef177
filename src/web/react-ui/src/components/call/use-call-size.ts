import { Store } from "@akkarealtime/client";
import { useReadable } from "@akkarealtime/react";

/** The call that is shown small; large again with each new one. */
export const smallCall = new Store<string | null>(null);

export function useCallSize(callId: string | null): [boolean, (isSmall: boolean) => void] {
  return [useReadable(smallCall) === callId && callId !== null, (isSmall) => smallCall.set(isSmall ? callId : null)];
}
