export type MediaKind = "audio" | "video";

export interface MediaState {
  readonly audio: boolean;
  readonly video: boolean;
  readonly screen: boolean;
  readonly hold?: boolean;
  readonly hand?: boolean;
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
}

export interface CallEvents {
  "call.incoming": { readonly call: Call; readonly from: string; readonly expiresAt: string };
  "call.ringing": { readonly callId: string; readonly user: string };
  "call.answered-elsewhere": { readonly callId: string; readonly by: string };
  "call.participant-joined": Participant & { readonly callId: string; readonly reason?: string };
  "call.participant-left": { readonly callId: string; readonly participant: string; readonly reason?: string };
  "call.declined": { readonly callId: string; readonly user: string; readonly reason?: string };
  "call.busy": { readonly callId: string; readonly user: string };
  "call.missed": { readonly callId: string };
  "call.signal": IncomingSignal;
  "call.media": MediaState & { readonly callId: string; readonly participant: string };
  "call.ended": { readonly callId: string; readonly reason: string; readonly durationMs: number };
}
