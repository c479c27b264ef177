import type { EventViewProps } from "@akkarealtime/react-ui";
import { useId, useState } from "react";
import { t } from "../i18n/t.ts";
import { testIds } from "../testids.ts";
import { PollClose } from "./PollClose.tsx";
import { PollIcon } from "./PollIcon.tsx";
import type { PollOpened } from "./polls.ts";
import { usePoll, usePolls } from "./use-poll.ts";

/** A poll in its room: what is asked, how the votes stand, and mine. What is asked stands in the event; the votes come behind it. */
export function PollCard({ event: { poll: id, question, options, by } }: EventViewProps<PollOpened>) {
  const { user: me } = usePolls();
  const { poll, error, vote, close } = usePoll(id);
  const name = useId();
  /** What is marked, and not my vote. */
  const [chosen, setChosen] = useState<number | null>(null);
  const [isSending, setSending] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const isOpen = poll !== null && !poll.closed;
  const mine = poll?.mine;
  const marked = (isOpen ? chosen : null) ?? mine;
  const votes = isSending && chosen !== null ? moved(poll?.votes ?? [], mine, chosen) : (poll?.votes ?? []);
  const total = votes.reduce((sum, count) => sum + count, 0);
  const canVote = isOpen && !isSending && marked !== undefined && marked !== mine;

  const send = async () => {
    if (!canVote) return;
    setSending(true);
    setFailed(false);
    try {
      await vote(marked);
      setChosen(null);
    } catch {
      // What was marked stays: one can vote again.
      setFailed(true);
    } finally {
      setSending(false);
    }
  };

  return (
    <form
      className="poll"
      data-testid={testIds.poll}
      data-state={error ? "hidden" : poll === null ? "loading" : poll.closed ? "closed" : isSending ? "sending" : "open"}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <fieldset aria-busy={poll === null && !error}>
        <legend>
          <PollIcon size={16} />
          <span dir="auto">{question}</span>
        </legend>
        {options.map((option, index) => {
          const count = votes[index] ?? 0;
          const percent = total === 0 ? 0 : Math.round((100 * count) / total);
          return (
            <label key={index} className="poll-option" data-testid={testIds.pollOption} data-votes={poll && count} data-mine={mine === index}>
              <input
                type="radio"
                name={name}
                checked={marked === index}
                disabled={!isOpen || isSending}
                onChange={() => {
                  setChosen(index);
                  setFailed(false);
                }}
              />
              <span className="poll-answer" dir="auto">
                {option}
              </span>
              {poll && <span className="poll-share">{t("polls.share", { percent, count })}</span>}
              <span className="poll-bar" aria-hidden="true">
                <span style={{ inlineSize: `${percent}%` }} />
              </span>
            </label>
          );
        })}
      </fieldset>
      <p className="poll-state" role="status" data-testid={testIds.pollTotal}>
        {error ? t("polls.hidden") : isSending ? t("polls.sending") : poll && `${t("polls.total", { count: total })}${poll.closed ? ` · ${t("polls.closed")}` : ""}`}
      </p>
      {hasFailed && isOpen && (
        <p className="field-error" role="alert" data-testid={testIds.pollFault}>
          {t("polls.notCounted")}
        </p>
      )}
      {isOpen && (
        <p className="row poll-actions">
          <button type="submit" className="button small primary" disabled={!canVote} data-testid={testIds.pollVote}>
            {t(mine === undefined ? "polls.vote" : "polls.change")}
          </button>
          {by === me && <PollClose onClose={close} />}
        </p>
      )}
    </form>
  );
}

/** The votes with mine where it is on its way to. */
function moved(votes: readonly number[], from: number | undefined, to: number): readonly number[] {
  return votes.map((count, index) => count + +(index === to) - +(index === from));
}
