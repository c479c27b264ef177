import type { CallJoinedReply, CallSignalEvent, IceCandidate, SessionDescription } from "../../protocol/index.ts";

/** What goes out to another participant, or to the media server. */
export type Signal = { readonly description: SessionDescription } | { readonly candidate: IceCandidate };

/** What comes in, without saying from whom. */
export type IncomingSignal = Pick<CallSignalEvent, "description" | "candidate" | "streams">;

/** Which servers there are and how they are to be used; `relay` keeps addresses from the other participants. */
export type IceConfiguration = Pick<CallJoinedReply, "iceServers" | "iceTransportPolicy">;
