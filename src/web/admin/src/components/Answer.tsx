import type { ReactNode } from "react";
import { t } from "../i18n/t.ts";

interface AnswerProps<T> {
  readonly data: T | undefined;
  readonly error: string | undefined;
  /** The page's heading until there is an answer that names it. */
  readonly heading?: string;
  readonly children: (data: T) => ReactNode;
}

/** What was answered; why not, where it wasn't; and both where it was answered before. */
export function Answer<T>({ data, error, heading, children }: AnswerProps<T>) {
  return (
    <>
      {data === undefined && heading !== undefined && (
        <header>
          <h1>{heading}</h1>
        </header>
      )}
      {error !== undefined && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {data === undefined ? error === undefined && <p className="empty">{t("common.loading")}</p> : children(data)}
    </>
  );
}
