import type { Call } from "./calls.ts";

export interface Limits {
  readonly maxMessageBytes: number;
  readonly messagesPerSecond: number;
  readonly burst: number;
  /** The largest file that may be uploaded. */
  readonly maxFileBytes?: number;
}

/** What the server says once a connection is signed in (protocol §2). */
export interface SessionReady {
  readonly sessionId: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly device: string;
  /** Names the store: another epoch means that everything cached is worthless. */
  readonly epoch: string;
  /** Every call that rings for, or holds, this user now. Replaces what was known. */
  readonly calls: readonly Call[];
  readonly serverTime: string;
  readonly heartbeatMs: number;
  readonly expiresAt?: string;
  readonly limits: Limits;
}

export type ErrorCode =
  | "bad-envelope"
  | "bad-request"
  | "unknown-type"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "too-large"
  | "rate-limited"
  | "busy"
  | "unavailable"
  | "internal";

export interface ErrorData {
  readonly ref?: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterMs?: number;
  readonly field?: string;
}
