import type { KeyValueStorage } from "@akkarealtime/client";
import type { Extensions } from "./extensions.ts";
import type { Device } from "./notifications/device.ts";
import type { Theme } from "./theme/theme.ts";

/** What the app around the parts decides; each has a default that a small app gets along with. */
export interface Host {
  /** The open room. With it goes `onRoom`; without both, the parts keep it themselves. */
  readonly room?: string | null;
  /** A part wants another room open, or none. */
  readonly onRoom?: (room: string | null) => void;
  /** A part wants a room open at a message; an app that has messages in its address goes there, and says `jumpTo` where it is. */
  readonly onMessage?: (room: string, message: string) => void;
  /** The message that was gone to is left. */
  readonly onMessageLeft?: () => void;
  /** The address of a message. Without it none can be copied. */
  readonly linkTo?: (room: string, message: string) => string;
  /** Without it, each user's choice, in the menu of `UserStatus`. */
  readonly theme?: Theme;
  /** Without it, each user's choice; and before that, the first of the browser's languages that there is. */
  readonly language?: string;
  /** Where drafts and choices are kept: `localStorage`, unless it is another one. `keys` is what drafts are found by. */
  readonly storage?: KeyValueStorage & { readonly keys?: () => readonly string[] };
  /** Pushes, and the number on the app's icon. */
  readonly device?: () => Promise<Device>;
  /** The picture on notifications. */
  readonly noticeIcon?: string;
  /**
   * Where the app serves the files of `@twilio/video-processors` (its `dist/build`), with a slash at the end: then who is in a call can have what is behind them blurred. The client has to have
   * `uiRtc` as its `rtc`.
   */
  readonly blurAssets?: string;
  /** What the app adds to the parts: its own events in rooms, buttons in the composer. */
  readonly extensions?: Extensions;
  /** On narrow screens a panel is a step in the browser's history, so that going back closes it. */
  readonly backCloses?: boolean;
}

let current: Host = {};

/** For what is no component. */
export const host = (): Host => current;

export function setHost(next: Host): void {
  current = next;
}
