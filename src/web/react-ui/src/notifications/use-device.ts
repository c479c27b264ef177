import { useEffect, useState } from "react";
import { useHost } from "../host-context.ts";
import type { Device } from "./device.ts";

/** What the app adds, once it is loaded. */
export function useDevice(): Device | null {
  const { device: load } = useHost("Notices");
  const [device, setDevice] = useState<Device | null>(null);
  useEffect(() => {
    // Without a network there may be none: the parts do without.
    load?.().then(setDevice, () => undefined);
  }, [load]);
  return device;
}
