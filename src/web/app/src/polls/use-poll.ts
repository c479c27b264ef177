import type { Client, RequestError } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { Poll, Polls, PollState } from "./polls.ts";

export interface UsedPoll {
  /** As it stands now; null until it is loaded, or where it can't be. */
  readonly poll: Poll | null;
  /** Why it can't be loaded. */
  readonly error: RequestError | null;
  /** Votes, or changes my vote: `poll` shows it when it counts. */
  readonly vote: (option: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Loaded {
  readonly id: string;
  readonly poll: Poll | null;
  readonly error: RequestError | null;
}

/** The client, which has polls as well. */
export function usePolls(): Client<Polls> {
  return useClient() as unknown as Client<Polls>;
}

/** One poll, kept up to date by the events of its room's log for as long as the component lives. */
export function usePoll(id: string): UsedPoll {
  const client = usePolls();
  const [loaded, setLoaded] = useState<Loaded>({ id, poll: null, error: null });
  const [turn, reload] = useReducer((last: number) => last + 1, 0);
  /** How often it has changed. */
  const heard = useRef(0);

  useEffect(() => {
    type Change = (poll: Poll) => Poll;
    // What happens while the poll is loaded may be in it already: an event says how all votes stand, so once more does no harm.
    let meanwhile: Change[] | null = [];
    let room: string | null = null;
    const over = new AbortController();
    const change = (next: Change) => {
      heard.current++;
      if (meanwhile) meanwhile.push(next);
      else setLoaded((state) => (state.poll?.id === id ? { ...state, poll: next(state.poll) } : state));
    };
    const stops = [
      client.on("poll.voted", ({ poll, option, votes, by }) => {
        if (poll === id) change((now) => ({ ...now, votes, ...(by === client.user && { mine: option }) }));
      }),
      client.on("poll.closed", ({ poll }) => {
        if (poll === id) change((now) => ({ ...now, closed: true }));
      }),
      client.onRoomReset((reset) => {
        if (room === null || reset === room) reload();
      }),
    ];
    client.request("poll.get", { poll: id }, { retry: true, signal: over.signal }).then(
      (reply) => {
        if (over.signal.aborted) return;
        room = reply.poll.room;
        const poll = (meanwhile ?? []).reduce((now, next) => next(now), reply.poll);
        meanwhile = null;
        setLoaded({ id, poll, error: null });
      },
      (refusal: unknown) => {
        if (!over.signal.aborted) setLoaded({ id, poll: null, error: refusal as RequestError });
      },
    );
    return () => {
      over.abort();
      for (const stop of stops) stop();
    };
  }, [client, id, turn]);

  /** What it changes is in the reply as well; an event that was heard meanwhile may be newer, and all that is older was heard before it or comes. */
  const ask = useCallback(async (request: () => Promise<PollState>) => {
    const before = heard.current;
    const { poll } = await request();
    if (before === heard.current) setLoaded((state) => (state.poll?.id === poll.id ? { ...state, poll } : state));
  }, []);
  const vote = useCallback((option: number) => ask(() => client.request("poll.vote", { poll: id, option })), [ask, client, id]);
  const close = useCallback(() => ask(() => client.request("poll.close", { poll: id })), [ask, client, id]);
  const [poll, error] = loaded.id === id ? [loaded.poll, loaded.error] : [null, null];
  return { poll, error, vote, close };
}
