import type { Client, Readable } from "@akkarealtime/client";

/** What an app adds to notices on a device: a service worker's pushes, and the number on its icon. */
export interface Device {
  /** Told while no page is open; without it, nobody is asked. */
  readonly push?: {
    readonly state: Readable<{ readonly isOn: boolean }>;
    /** Whether the browser can. */
    readonly isPossible: () => boolean;
    /** At a click: the browser may ask. */
    readonly turnOn: (client: Client) => Promise<void>;
    readonly turnOff: (client: Client) => Promise<void>;
    /** For as long as the parts are there, until the returned function is called. */
    readonly follow: (client: Client) => () => void;
  };
  /** What waits for the user. */
  readonly showBadge?: (count: number) => void;
}
