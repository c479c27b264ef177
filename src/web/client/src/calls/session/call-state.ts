import type { Call, MediaKind, MediaState } from "../../protocol/index.ts";
import type { LinkState } from "../links/media-link.ts";
import type { LocalMediaState } from "../media/local-media.ts";
import type { LinkQuality } from "../media/quality.ts";
import type { Invited } from "./people.ts";
import type { CallReaction } from "./reactions.ts";

/** starting (not answered by the server yet) → calling → ringing (there) → active ⇄ reconnecting → ended */
export type CallPhase = "starting" | "calling" | "ringing" | "active" | "reconnecting" | "ended";

/** Another participant of a call, and what comes from them. */
export interface RemoteParticipant {
  readonly participant: string;
  readonly user: string;
  readonly name: string;
  readonly media: MediaState;
  readonly stream: MediaStream;
  readonly link: LinkState;
  /** The server has lost it and keeps its place. */
  readonly away: boolean;
  /** How well its media arrives; null until that was measured. */
  readonly quality: LinkQuality | null;
}

/** What there is to know about a call at one moment. */
export interface CallSessionState {
  readonly callId: string | null;
  readonly room: string | null;
  readonly media: MediaKind;
  readonly phase: CallPhase;
  readonly call: Call | null;
  readonly local: LocalMediaState;
  readonly remotes: readonly RemoteParticipant[];
  /** Since when somebody else is in it, in milliseconds since 1970, by the server's clock. */
  readonly activeSince: number | null;
  readonly endReason: string | null;
  readonly durationMs: number | null;
  /** I keep the others waiting: nothing is sent or received. */
  readonly hold: boolean;
  readonly hand: boolean;
  /** Participants with a raised hand, me included, the first one first. */
  readonly hands: readonly string[];
  /** Who was rung and is not in. */
  readonly invited: readonly Invited[];
  readonly reactions: readonly CallReaction[];
  /** Participants who speak now. */
  readonly speaking: readonly string[];
  /** Who of the others spoke last. */
  readonly speaker: string | null;
  /** Who muted me, until I speak again. */
  readonly mutedBy: string | null;
}
