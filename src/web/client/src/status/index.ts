/**
 * Who is online, as a part of a client or alone.
 * @module @akkarealtime/client/status
 */

import { begin, Core, type CoreOptions, type Made, type NoParts, type PartMakers } from "../core.ts";
import { Activity, browserInput, type InputSource } from "./activity.ts";
import { Presence } from "./presence.ts";

export { Presence } from "./presence.ts";
export { browserInput, type InputSource } from "./activity.ts";
export type { CoreOptions } from "../core.ts";

/** A part of a client: who is online, and whether this device is in use. `input`: what tells that it is. */
export function presence(client: Core, input?: InputSource): Presence {
  const { connection, user } = client;
  let activity: Activity | undefined;
  client.add({
    open: () => (activity ??= new Activity(connection, input ?? browserInput(`akkarealtime.input.${user}`), () => client.isInUse)),
    close: () => {
      activity?.stop();
      activity = undefined;
    },
  });
  return new Presence(connection, () => user);
}

/** Status alone, and whatever else is named in `parts`. */
export function connect<Makers extends PartMakers<Core & { readonly presence: Presence }> = NoParts>(
  options: CoreOptions & { readonly input?: InputSource; readonly parts?: Makers },
): Core & { readonly presence: Presence } & Made<Makers> {
  const client = new Core(options);
  return begin(Object.assign(client, { presence: presence(client, options.input) }), options.parts);
}
