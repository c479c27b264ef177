import { useEffect, useRef } from "react";

interface Own {
  readonly key: string;
  readonly thread?: string | undefined;
}

/** What I send is seen at once, wherever I have been reading. */
export function useOwnAtEnd(outgoing: readonly Own[], thread: string | undefined, toEnd: () => void): void {
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    const keys = outgoing.filter((item) => item.thread === thread).map(({ key }) => key);
    const before = known.current;
    known.current = new Set(keys);
    if (before !== null && keys.some((key) => !before.has(key))) toEnd();
    // With what is sent, not with every picture.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [outgoing, thread]);
}
