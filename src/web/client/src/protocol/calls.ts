export type MediaKind = "audio" | "video";

export interface MediaState {
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
  readonly hold?: boolean;
  readonly hand?: boolean;
  /** Since when the hand is up, by the server's clock: the order of hands. */
  readonly handAt?: string;
}

export interface Participant {
  /** user + "/" + device */
  readonly participant: string;
  readonly user: string;
  readonly name: string;
  readonly media?: MediaState;
}

export interface Call {
  readonly id: string;
  readonly room: string;
  readonly host: string;
  readonly media: MediaKind;
  readonly state: "ringing" | "active" | "ended";
  readonly mode: "mesh" | "sfu";
  readonly startedAt: string;
  readonly participants: readonly Participant[];
  readonly ringing: readonly string[];
  /** While it rings: when that ends. */
  readonly expiresAt?: string;
  /** In mode `sfu`: how to send to the media server. */
  readonly sfu?: SfuInfo;
}

export interface SfuInfo {
  /** Another one: the media server began anew, and with it all negotiation. */
  readonly session: string;
  /** The most that a participant sends, bits a second. */
  readonly bitrate: number;
  /** Whether to send the picture in three sizes. */
  readonly simulcast: boolean;
}

/** Whose media a section of the media server's offer is. */
export interface SfuStream {
  readonly mid: string;
  readonly participant: string;
  readonly kind: string;
}

export interface IceServer {
  readonly urls: string | string[];
  readonly username?: string;
  readonly credential?: string;
}

export interface Description {
  readonly type: "offer" | "answer" | "pranswer" | "rollback";
  readonly sdp: string;
}

export interface Candidate {
  readonly candidate: string;
  readonly sdpMid?: string | null;
  readonly sdpMLineIndex?: number | null;
  readonly usernameFragment?: string | null;
}

export type Signal = { readonly description: Description } | { readonly candidate: Candidate };

export interface IncomingSignal {
  readonly callId: string;
  readonly from: string;
  readonly description?: Description;
  readonly candidate?: Candidate;
  readonly streams?: readonly SfuStream[];
}

/** What the servers are and how they are to be used; `relay` keeps addresses from the other participants. */
export interface IceConfiguration {
  readonly iceServers: readonly IceServer[];
  readonly iceTransportPolicy?: "relay";
}

/** A call as `call.history` shows it to one user. */
export interface CallHistoryEntry {
  readonly id: string;
  readonly room: string;
  /** Who started it, and their name then. */
  readonly host: string;
  readonly hostName: string;
  readonly media: MediaKind;
  readonly state: Call["state"];
  readonly mode: Call["mode"];
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly durationMs: number;
  /** The reason of `call.ended`, once it ended. */
  readonly outcome?: string;
  readonly direction: "incoming" | "outgoing";
  readonly missed: boolean;
  /** Missed, and not seen yet. */
  readonly unseen?: boolean;
  /** Who was in it at some time. */
  readonly users: readonly string[];
  /** For whom it rang. */
  readonly callees: readonly string[];
}

export interface CallEvents {
  "call.incoming": { readonly call: Call; readonly from: string; readonly expiresAt: string };
  "call.ringing": { readonly callId: string; readonly user: string };
  "call.answered-elsewhere": { readonly callId: string; readonly by: string };
  "call.participant-joined": Participant & { readonly callId: string; readonly reason?: string };
  "call.participant-left": { readonly callId: string; readonly participant: string; readonly reason?: string };
  "call.declined": { readonly callId: string; readonly user: string; readonly reason?: string };
  "call.busy": { readonly callId: string; readonly user: string };
  "call.no-answer": { readonly callId: string; readonly user: string };
  "call.missed": {
    readonly callId: string;
    readonly room: string;
    readonly from: string;
    readonly name: string;
    readonly media: MediaKind;
    readonly at: string;
  };
  "call.muted": { readonly callId: string; readonly by: string };
  "call.reaction": { readonly callId: string; readonly participant: string; readonly emoji: string };
  "call.host": { readonly callId: string; readonly host: string };
  "call.updated": { readonly call: Call };
  "call.unseen": { readonly missed: number };
  "call.signal": IncomingSignal;
  "call.mode": { readonly callId: string; readonly mode: Call["mode"]; readonly sfu?: SfuInfo };
  "call.media": MediaState & { readonly callId: string; readonly participant: string };
  "call.ended": { readonly callId: string; readonly reason: string; readonly durationMs: number };
}
