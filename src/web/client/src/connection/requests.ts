import type { ErrorCode, ErrorReply } from "../protocol/index.ts";

/** Why a request failed: the server's code, or `timeout`: no answer came in time; `disconnected`: the connection was lost before the answer, and the server may have done it. */
export type FailureCode = ErrorCode | "timeout" | "disconnected";

export type ErrorDetail = { readonly [Name in "field" | "reason" | "until"]?: string | undefined } & { readonly retryAfterMs?: number | undefined };

/** A request that was refused, not answered in time, or cut off. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: FailureCode;
  readonly retryAfterMs: number | undefined;
  readonly field: string | undefined;
  /** All that the server said of it; of a ban also `reason` and `until`. */
  readonly detail: ErrorDetail;

  constructor(code: FailureCode, message: string, detail: ErrorDetail = {}) {
    super(message);
    this.code = code;
    this.retryAfterMs = detail.retryAfterMs;
    this.field = detail.field;
    this.detail = detail;
  }
}

/** How long somebody waits for an answer. */
export interface WaitOptions {
  /** How long to wait for the answer. */
  readonly timeoutMs?: number | undefined;
  /** Gives up waiting: the promise rejects with the signal's reason, and an answer that still comes is ignored. */
  readonly signal?: AbortSignal | undefined;
}

interface Pending {
  readonly type: string;
  readonly resolve: (data: Answer) => void;
  readonly reject: (error: unknown) => void;
  /** Lets go of the timer and the signal. */
  readonly release: () => void;
}

type Answer = Readonly<Record<string, unknown>>;

const defaultTimeoutMs = 10_000;

/** The refs that wait for their reply. Bounded by time: every entry leaves after its timeout at the latest. */
export class PendingRequests {
  readonly #pending = new Map<string, Pending>();
  #last = 0;

  /** Hands the new ref to `send`, and settles with the reply, the error, the timeout, or the signal's reason. */
  start(type: string, { timeoutMs = defaultTimeoutMs, signal }: WaitOptions, send: (ref: string) => void): Promise<Answer> {
    const ref = `r${(++this.#last).toString(36)}`;
    return new Promise((resolve, reject: (error: unknown) => void) => {
      const giveUp = (error: unknown) => this.#take(ref)?.reject(error);
      const onAbort = () => giveUp(signal?.reason);
      const timer = setTimeout(() => giveUp(new RequestError("timeout", `${type} was not answered within ${timeoutMs} ms`)), timeoutMs);
      const release = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      this.#pending.set(ref, { type, resolve, reject, release });
      signal?.addEventListener("abort", onAbort);
      if (signal?.aborted) onAbort();
      else send(ref);
    });
  }

  resolve(ref: string, data: Answer): void {
    this.#take(ref)?.resolve(data);
  }

  reject(ref: string, error: ErrorReply): void {
    this.#take(ref)?.reject(new RequestError(error.code, error.message, error));
  }

  rejectAll(): void {
    for (const [ref, { type }] of this.#pending) this.#take(ref)?.reject(new RequestError("disconnected", `${type}: the connection was lost`));
  }

  #take(ref: string): Pending | undefined {
    const pending = this.#pending.get(ref);
    if (!pending) return undefined;
    this.#pending.delete(ref);
    pending.release();
    return pending;
  }
}
