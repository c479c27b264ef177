// The hook of tests/AkkaRealtime.Polls, as an app has it: docs/extending.md walks through it.
import type { OwnLogEvent, RequestError } from "@akkarealtime/client";
import { useCallback, useEffect, useReducer, useState } from "react";
import { hooksFor } from "../../src/index.ts";

export interface Poll {
  readonly id: string;
  readonly room: string;
  readonly by: string;
  readonly question: string;
  readonly options: readonly string[];
  readonly votes: readonly number[];
  /** The option that I chose. */
  readonly mine?: number;
  readonly closed: boolean;
}

interface PollState {
  readonly poll: Poll;
}

/** What polls say, for the client and its hooks to know. */
export interface Polls {
  requests: {
    "poll.open": { data: { room: string; key: string; question: string; options: readonly string[] }; reply: PollState };
    "poll.vote": { data: { poll: string; option: number }; reply: PollState };
    "poll.close": { data: { poll: string }; reply: PollState };
    "poll.get": { data: { poll: string }; reply: PollState };
  };
  events: {
    "poll.opened": OwnLogEvent & { poll: string; question: string; options: readonly string[] };
    "poll.voted": OwnLogEvent & { poll: string; option: number; votes: readonly number[] };
    "poll.closed": OwnLogEvent & { poll: string };
  };
}

const { useClient } = hooksFor<Polls>();

export interface UsedPoll {
  /** As it stands now; null until it is loaded, or where it can't be. */
  readonly poll: Poll | null;
  /** Why it can't be loaded. */
  readonly error: RequestError | null;
  /** Votes, or changes my vote. */
  readonly vote: (option: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Loaded {
  readonly id: string;
  readonly poll: Poll | null;
  readonly error: RequestError | null;
}

/** One poll, kept up to date by the events of its room's log for as long as the component lives. */
export function usePoll(id: string): UsedPoll {
  const client = useClient();
  const [loaded, setLoaded] = useState<Loaded>({ id, poll: null, error: null });
  const [turn, reload] = useReducer((last: number) => last + 1, 0);

  useEffect(() => {
    type Change = (poll: Poll) => Poll;
    // What happens while the poll is loaded may be in it already: an event says how all votes stand, so once more does no harm.
    let meanwhile: Change[] | null = [];
    let room: string | null = null;
    let isOver = false;
    const change = (next: Change) => {
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
    client.request("poll.get", { poll: id }).then(
      (reply) => {
        if (isOver) return;
        room = reply.poll.room;
        const poll = (meanwhile ?? []).reduce((now, next) => next(now), reply.poll);
        meanwhile = null;
        setLoaded({ id, poll, error: null });
      },
      (refusal: unknown) => {
        if (!isOver) setLoaded({ id, poll: null, error: refusal as RequestError });
      },
    );
    return () => {
      isOver = true;
      for (const stop of stops) stop();
    };
  }, [client, id, turn]);

  const vote = useCallback(
    async (option: number) => {
      await client.request("poll.vote", { poll: id, option });
    },
    [client, id],
  );
  const close = useCallback(async () => {
    await client.request("poll.close", { poll: id });
  }, [client, id]);
  const [poll, error] = loaded.id === id ? [loaded.poll, loaded.error] : [null, null];
  return { poll, error, vote, close };
}
