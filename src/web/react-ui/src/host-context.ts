import { createContext, useContext } from "react";
import type { Host } from "./host.ts";

export const HostContext = createContext<Host | null>(null);

/** What the app decides; `part` is who asks. */
export function useHost(part: string): Host {
  const found = useContext(HostContext);
  if (!found) throw new Error(`${part} needs a RealtimeUi above it`);
  return found;
}
