import type { ReactNode } from "react";

interface AnswerProps<T> {
  readonly data: T | undefined;
  readonly error: string | undefined;
  readonly children: (data: T) => ReactNode;
}

/** What was answered; why not, where it wasn't; and both where it was answered before. */
export function Answer<T>({ data, error, children }: AnswerProps<T>) {
  return (
    <>
      {error !== undefined && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {data === undefined ? error === undefined && <p className="empty">Loading …</p> : children(data)}
    </>
  );
}
