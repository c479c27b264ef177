import { useEffect, useState } from "react";
import { t } from "../i18n/t.ts";
import { ApiError } from "./api.ts";
import { useApi } from "./use-api.ts";

interface Asked<T> {
  readonly path: string;
  readonly seen: readonly T[];
  readonly error?: string;
}

interface Answered<T> {
  readonly data: T | undefined;
  /** The last answers, `data` the last of them. */
  readonly seen: readonly T[];
  readonly error: string | undefined;
  readonly again: () => void;
}

/**
 * The answer to a GET, asked again every `everyMs` while the page is seen, and whenever `again` is called. What was answered stays while it is asked anew, and the `most` last
 * answers with it.
 */
export function useAnswer<T>(path: string, everyMs = 0, most = 1): Answered<T> {
  const api = useApi();
  const [asked, setAsked] = useState<Asked<T>>({ path, seen: [] });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let timer: number | undefined;
    const ask = async () => {
      try {
        const data = await api.get<T>(path, abort.signal);
        setAsked((before) => ({ path, seen: before.path === path ? [...before.seen, data].slice(-most) : [data] }));
      } catch (error) {
        if (abort.signal.aborted) return;
        const message = error instanceof ApiError ? error.message : t("common.wrong");
        setAsked((before) => (before.path === path ? { ...before, error: message } : { path, seen: [], error: message }));
      }
      if (everyMs > 0 && !abort.signal.aborted) timer = window.setTimeout(askWhenSeen, everyMs);
    };
    const askWhenSeen = () => {
      if (document.hidden) document.addEventListener("visibilitychange", () => void ask(), { once: true, signal: abort.signal });
      else void ask();
    };
    void ask();
    return () => {
      abort.abort();
      window.clearTimeout(timer);
    };
  }, [api, path, everyMs, most, turn]);
  const { seen, error } = asked.path === path ? asked : { seen: [], error: undefined };
  return { data: seen.at(-1), seen, error, again: () => setTurn((n) => n + 1) };
}
