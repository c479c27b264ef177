// The messages of src/AkkaRealtime.Polls, as an app declares its own: docs/extending.md walks through them.
import type { OwnLogEvent } from "@akkarealtime/client";

/** A poll as I see it. */
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

/** The reply to all that is asked about a poll. */
export interface PollState {
  readonly poll: Poll;
}

/** An event in the room's log. */
export interface PollOpened extends OwnLogEvent {
  readonly poll: string;
  readonly question: string;
  readonly options: readonly string[];
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
    "poll.opened": PollOpened;
    "poll.voted": OwnLogEvent & { poll: string; option: number; votes: readonly number[] };
    "poll.closed": OwnLogEvent & { poll: string };
  };
}

/** What the server takes. */
export const limits = { options: 10, chars: 200 } as const;
