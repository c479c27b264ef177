import type { KeyValueStorage } from "../../connection/environment.ts";
import { Store, type Readable } from "../../store.ts";
import type { Rtc } from "./rtc.ts";

/** What a device is for. */
export type DeviceKind = "camera" | "microphone" | "speaker";

/** A camera, microphone or speaker. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** The devices that there are, and those that were chosen. */
export interface DevicesState {
  readonly camera: readonly Device[];
  readonly microphone: readonly Device[];
  readonly speaker: readonly Device[];
  /** The device to use of each kind; null: the system's own choice. Only ever one that is there. */
  readonly chosen: Readonly<Record<DeviceKind, string | null>>;
}

const kinds: readonly DeviceKind[] = ["camera", "microphone", "speaker"];
const browserKinds: Readonly<Record<MediaDeviceKind, DeviceKind>> = { videoinput: "camera", audioinput: "microphone", audiooutput: "speaker" };
type Wishes = Partial<Record<DeviceKind, Device | undefined>>;

const storageKey = "akkarealtime.devices";

/** Cameras, microphones and speakers as they come and go, and which of them the user wants. */
export class Devices {
  readonly #rtc: Rtc;
  readonly #storage: KeyValueStorage;
  readonly #state = new Store<DevicesState>({ camera: [], microphone: [], speaker: [], chosen: { camera: null, microphone: null, speaker: null } });
  /** What was chosen, also while it is unplugged: it is taken again when it comes back. */
  readonly #wishes: Wishes;
  #stop: (() => void) | undefined;

  constructor(rtc: Rtc, storage: KeyValueStorage) {
    this.#rtc = rtc;
    this.#storage = storage;
    this.#wishes = read(storage);
  }

  get state(): Readable<DevicesState> {
    return this.#state;
  }

  /** Follows what is plugged in and out, until `stop`. */
  start(): void {
    this.#stop ??= this.#rtc.onDevices(() => void this.refresh());
    void this.refresh();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Browsers tell labels only once the user has allowed a device; so ask again then. */
  async refresh(): Promise<void> {
    const found = await this.#rtc.listDevices().catch(() => []);
    const lists: Record<DeviceKind, Device[]> = { camera: [], microphone: [], speaker: [] };
    for (const { kind, deviceId, label } of found) {
      const list = lists[browserKinds[kind]];
      // Chromium lists the system's choice twice; an empty id stands for a device that may not be named yet.
      if (deviceId === "" || deviceId === "communications") continue;
      list.push({ id: deviceId, label: label || `${nameOf(browserKinds[kind])} ${list.length + 1}` });
    }
    this.#state.set({ ...lists, chosen: this.#choose(lists) });
  }

  choose(kind: DeviceKind, id: string | null): void {
    this.#wishes[kind] = this.#state.get()[kind].find((one) => one.id === id);
    this.#storage.setItem(storageKey, JSON.stringify(this.#wishes));
    this.#state.update((state) => ({ ...state, chosen: this.#choose(state) }));
  }

  #choose(lists: Readonly<Record<DeviceKind, readonly Device[]>>): DevicesState["chosen"] {
    const chosen: Record<DeviceKind, string | null> = { camera: null, microphone: null, speaker: null };
    for (const kind of kinds) {
      const wish = this.#wishes[kind];
      // Ids change when a user clears the site's data, labels stay.
      const found = wish && (lists[kind].find(({ id }) => id === wish.id) ?? lists[kind].find(({ label }) => label === wish.label));
      chosen[kind] = found?.id ?? null;
    }
    return chosen;
  }
}

function nameOf(kind: DeviceKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

function read(storage: KeyValueStorage): Wishes {
  try {
    const kept: unknown = JSON.parse(storage.getItem(storageKey) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const wishes: Wishes = {};
    for (const kind of kinds) {
      const wish = (kept as Partial<Record<DeviceKind, Partial<Device>>>)[kind];
      if (typeof wish?.id === "string" && typeof wish.label === "string") wishes[kind] = { id: wish.id, label: wish.label };
    }
    return wishes;
  } catch {
    return {};
  }
}
