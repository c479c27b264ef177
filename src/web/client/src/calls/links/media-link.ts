import type { Budget } from "./budget.ts";
import type { IceConfiguration, IncomingSignal } from "./signal.ts";

/** Whether media comes and goes: `interrupted` is for now. */
export type LinkState = "connecting" | "connected" | "interrupted";
export type TrackKind = "audio" | "video";
export type LocalTracks = Readonly<Record<TrackKind, MediaStreamTrack | null>>;

/** How one other participant's media comes here: from their browser, or by the media server. */
export interface MediaLink {
  /** What the other side sends. */
  readonly stream: MediaStream;
  readonly state: LinkState;
  /** The peer connection that it comes by, for statistics. */
  readonly peer: RTCPeerConnection | undefined;
  setTrack(kind: TrackKind, track: MediaStreamTrack | null, stream: MediaStream | null): void;
  /** On hold nothing flows in either direction. */
  setHold(isHeld: boolean): void;
  /** How much may be sent, and whether the picture is a screen. */
  setBudget(budget: Budget, isScreen: boolean): void;
  configure(ice: IceConfiguration): void;
  receive(signal: IncomingSignal): Promise<void>;
  /** After a time without signalling: what was lost on the way is sent again, and a broken path is sought anew. */
  recover(): Promise<void>;
  /** Seeks a path anew: the network changed, or the user asked for it. */
  restart(): Promise<void>;
  close(): void;
}

/** What a peer connection is made of, or gets for its next gathering of candidates. */
export function serversOf({ iceServers, iceTransportPolicy }: IceConfiguration): RTCConfiguration {
  return { iceServers: [...iceServers] as RTCIceServer[], iceTransportPolicy: iceTransportPolicy ?? "all" };
}
