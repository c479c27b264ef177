import type { Thread } from "@akkarealtime/client";
import { threads } from "@akkarealtime/client/threads";
import { useClient, useThreads } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";
import { useLive } from "../../hooks/use-live.ts";

const pageSize = 20;
/** Several of mine may change at once. */
const pauseMs = 500;

interface Pages {
  readonly threads: readonly Thread[];
  readonly more: boolean;
}

/** The threads that I follow, as many pages as were asked for, as they are now. */
export function useThreadPages() {
  const client = useClient();
  const isLive = useLive();
  const { marks } = useThreads();
  const [pages, setPages] = useState<Pages | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [wanted, setWanted] = useState({ count: pageSize });
  const turn = useRef(0);

  useEffect(() => {
    if (!isLive) return;
    const mine = ++turn.current;
    const load = async () => {
      const all: Thread[] = [];
      let more = true;
      while (more && all.length < wanted.count) {
        const before = all.at(-1)?.last.id;
        const page = await threads(client).page({ limit: pageSize, ...(before !== undefined && { before }) });
        all.push(...page.threads);
        more = page.more && page.threads.length > 0;
      }
      if (mine !== turn.current) return;
      setPages({ threads: all, more });
      setError(null);
    };
    // What shows stays until what has changed is there.
    const timer = setTimeout(() => void load().catch((failed: unknown) => mine === turn.current && setError(failed)), pages === null ? 0 : pauseMs);
    return () => clearTimeout(timer);
    // Only what asks for it anew: not what it brings.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, isLive, marks, wanted]);

  return {
    pages,
    error,
    loadMore: () => setWanted(({ count }) => ({ count: count + pageSize })),
    retry: () => {
      setError(null);
      setWanted((before) => ({ ...before }));
    },
  };
}
