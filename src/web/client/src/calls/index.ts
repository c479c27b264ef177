/**
 * Calls, as a part of a client.
 * @module @akkarealtime/client/calls
 */

export { Calls } from "./calls.ts";
export type { CallsState, IncomingCall, MissedCall } from "./calls-state.ts";
export { CallSession } from "./session/call-session.ts";
export type { LateCode, MediaCode } from "./session/late-code.ts";
export type { CallPhase, CallSessionState, RemoteParticipant } from "./session/call-state.ts";
export type { Device, DeviceKind, Devices, DevicesState } from "./media/devices.ts";
export { LocalMedia, type LocalMediaState, type MediaObstacle, type MediaProblem, type MediaWish } from "./media/local-media.ts";
export type { CallHistory, CallHistoryState } from "./history.ts";
export type { Invited, InviteFate } from "./session/people.ts";
export type { LinkQuality, QualityGrade } from "./media/quality.ts";
export type { CallReaction } from "./session/reactions.ts";
export type { LinkState } from "./links/media-link.ts";
export { PeerLink } from "./links/peer-link.ts";
export { browserRtc, type Rtc } from "./media/rtc.ts";
export { browserRingElection, ringElection, type RingElection } from "./ringing/ring-election.ts";
export type { CoreOptions } from "../core.ts";
export { calls, connect, type CallsPartOptions } from "./part.ts";
