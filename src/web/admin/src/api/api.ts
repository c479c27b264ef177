import { t } from "../i18n/t.ts";
import { server } from "../place.ts";
import type { Session } from "../session/session.ts";

/** What the API refused, in its own words. */
export class ApiError extends Error {
  /** Of HTTP; 0 where there was no answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Calls the admin API as somebody. */
export class Api {
  readonly session: Session;
  readonly #onEnded: () => void;

  /** `onEnded`: the session is over, or its key was revoked. */
  constructor(session: Session, onEnded: () => void = () => undefined) {
    this.session = session;
    this.#onEnded = onEnded;
  }

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#send<T>("GET", path, undefined, signal);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.#send<T>("POST", path, body);
  }

  put<T>(path: string, body?: unknown): Promise<T> {
    return this.#send<T>("PUT", path, body);
  }

  patch<T>(path: string, body?: unknown): Promise<T> {
    return this.#send<T>("PATCH", path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.#send<T>("DELETE", path);
  }

  async #send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const token = await this.session.token();
    let answer: Response;
    try {
      answer = await fetch(`${server}api/v1/admin/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError(0, t("common.unreachable"));
    }
    if (answer.status === 401) this.#onEnded();
    const text = await answer.text();
    if (!answer.ok) throw new ApiError(answer.status, detailOf(text) ?? t("common.answered", { status: answer.status }));
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

function detailOf(problem: string): string | undefined {
  try {
    const { detail } = JSON.parse(problem) as { detail?: unknown };
    return typeof detail === "string" ? detail : undefined;
  } catch {
    return undefined;
  }
}

/** A part of a path, whatever characters an id has. */
export const part = encodeURIComponent;
