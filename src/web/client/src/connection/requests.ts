import type { ErrorCode, ErrorReply } from "../protocol/index.ts";

export type FailureCode = ErrorCode | "timeout" | "disconnected";

/** A request that was refused, not answered in time, or cut off. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: FailureCode;
  readonly retryAfterMs: number | undefined;
  readonly field: string | undefined;

  constructor(code: FailureCode, message: string, detail: { retryAfterMs?: number | undefined; field?: string | undefined } = {}) {
    super(message);
    this.code = code;
    this.retryAfterMs = detail.retryAfterMs;
    this.field = detail.field;
  }
}

interface Pending {
  readonly type: string;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: RequestError) => void;
}

/** The refs that wait for their reply. Bounded by time: every entry leaves after its timeout at the latest. */
export class PendingRequests {
  readonly #pending = new Map<string, Pending>();
  #last = 0;

  get size(): number {
    return this.#pending.size;
  }

  /** Hands the new ref to `send`, and settles with the reply, the error, or the timeout. */
  start(type: string, timeoutMs: number, send: (ref: string) => void): Promise<unknown> {
    const ref = `r${(++this.#last).toString(36)}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(ref);
        reject(new RequestError("timeout", `${type} was not answered within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#pending.set(ref, { type, timer, resolve, reject });
      send(ref);
    });
  }

  resolve(ref: string, data: unknown): void {
    this.#take(ref)?.resolve(data);
  }

  reject(ref: string, error: ErrorReply): void {
    this.#take(ref)?.reject(new RequestError(error.code, error.message, { retryAfterMs: error.retryAfterMs, field: error.field }));
  }

  rejectAll(): void {
    for (const ref of [...this.#pending.keys()]) {
      const pending = this.#take(ref);
      pending?.reject(new RequestError("disconnected", `${pending.type}: the connection was lost`));
    }
  }

  #take(ref: string): Pending | undefined {
    const pending = this.#pending.get(ref);
    if (!pending) return undefined;
    clearTimeout(pending.timer);
    this.#pending.delete(ref);
    return pending;
  }
}
