import type { Client } from "@akkarealtime/client";
import { useRef, useState } from "react";
import type { Completed, Completion } from "../../emoji/complete.ts";
import { parts } from "../../parts.ts";

interface Completions {
  readonly found: readonly Completed[];
  /** The caret or the text changed. */
  readonly look: (text: string, caret: number) => void;
  readonly pick: (index: number) => void;
  readonly close: () => void;
}

/** Completion of `:smile:`, and of `/command` where there is a `room` for it, by code that comes with the other parts; `put` writes what was chosen where it was being typed. */
export function useCompletions(client: Client, room: string | undefined, put: (emoji: string, start: number, end: number) => void): Completions {
  const [open, setOpen] = useState<Completion | null>(null);
  const asked = useRef(0);
  return {
    found: open?.found ?? [],
    look: (text, caret) => {
      const turn = ++asked.current;
      if (!/:[^\s:]{2,}:?$|^\/\S*$/.test(text.slice(0, caret))) {
        setOpen(null);
        return;
      }
      void parts()
        .then(({ complete }) => complete(text, caret, client, room))
        .then((next) => {
          if (turn !== asked.current) return;
          const whole = next?.isWhole ? next.found[0] : undefined;
          if (next && whole) put(whole.emoji, next.start, next.end);
          setOpen(whole ? null : next);
        }, () => undefined);
    },
    pick: (index) => {
      const one = open?.found[index];
      if (open && one) put(one.emoji, open.start, open.end);
      setOpen(null);
    },
    close: () => {
      asked.current++;
      setOpen(null);
    },
  };
}
