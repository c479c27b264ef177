import { begin, Core, type CoreOptions, type Made, type NoParts, type PartMakers } from "../core.ts";
import type { KeyValueStorage } from "../connection/environment.ts";
import type { Room } from "../protocol/index.ts";
import type { Readable } from "../store.ts";
import { Calls } from "./calls.ts";
import type { Rtc } from "./media/rtc.ts";
import type { LateCode } from "./session/late-code.ts";

/** How a client makes calls. */
export interface CallsPartOptions {
  readonly rtc?: Rtc;
  /** Where the code of a call's media comes from; by `import()`, when a call begins. */
  readonly callCode?: LateCode;
  /** Where the chosen camera, microphone and speaker are remembered; localStorage. */
  readonly deviceStorage?: KeyValueStorage;
  readonly onPageHide?: (listener: () => void) => () => void;
}

/** A client that has chat as well knows which rooms are groups. */
interface Roomy {
  readonly rooms?: { readonly list: Readable<readonly Room[]> };
}

/** A part of a client: calls. Named before chat it hears of a new session first, so that what rings is right before anything is sent. */
export function calls(client: Core, { rtc, callCode, deviceStorage, onPageHide }: CallsPartOptions = {}): Calls {
  const { connection, device, user } = client;
  const storage = client.storage("sessionStorage");
  const made = new Calls({
    connection,
    device,
    me: () => user,
    storage,
    isGroup: (room) => (client as Core & Roomy).rooms?.list.get().some(({ id, kind }) => id === room && kind !== "direct") === true,
    ...(rtc && { rtc }),
    ...(callCode && { code: callCode }),
    ...(deviceStorage && { deviceStorage }),
    ...(onPageHide && { onPageHide }),
  });
  client.countAsInput(() => made.session !== null);
  client.add({
    close: () => made.stop(),
    forget: () => {
      made.stop();
      storage.removeItem(`akkarealtime.call.${user}`);
    },
  });
  return made;
}

/** Calls alone, and whatever else is named in `parts`. */
export function connect<Makers extends PartMakers<Core & { readonly calls: Calls }> = NoParts>(
  options: CoreOptions & CallsPartOptions & { readonly parts?: Makers },
): Core & { readonly calls: Calls } & Made<Makers> {
  const client = new Core(options);
  return begin(Object.assign(client, { calls: calls(client, options) }), options.parts);
}
