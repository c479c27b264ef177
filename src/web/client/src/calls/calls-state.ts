import type { Call, MediaKind } from "../protocol/index.ts";
import type { CallSessionState } from "./session/call-state.ts";

/** A call that rings here. */
export interface IncomingCall {
  readonly call: Call;
  /** The caller's user id. */
  readonly from: string;
  /** Milliseconds since 1970, by the server's clock; null where only the server knows. */
  readonly expiresAt: number | null;
}

/** A call that rang for me and that I did not take. */
export interface MissedCall {
  readonly callId: string;
  readonly room: string;
  readonly from: string;
  readonly name: string;
  readonly media: MediaKind;
  readonly at: string;
}

/** The calls of this user at one moment: those that ring, the one that goes on here, and those elsewhere. */
export interface CallsState {
  /** What rings here now. */
  readonly incoming: readonly IncomingCall[];
  /** The call that this page is in, and for a moment the one it was in. */
  readonly current: CallSessionState | null;
  /** Calls that hold me on another device or tab, or that I could join. */
  readonly elsewhere: readonly Call[];
  /** Calls that were missed while this page is open and were not dismissed, the newest last. */
  readonly missed: readonly MissedCall[];
}

export const noCalls: CallsState = { incoming: [], current: null, elsewhere: [], missed: [] };
