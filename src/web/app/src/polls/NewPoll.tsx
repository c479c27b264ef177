import { newId } from "@akkarealtime/client";
import { Dialog, type ComposerDialogProps } from "@akkarealtime/react-ui";
import { useState } from "react";
import { t } from "../i18n/t.ts";
import { testIds } from "../testids.ts";
import { limits } from "./polls.ts";
import { usePolls } from "./use-poll.ts";

/** Asks the room: a question, and two answers or more. */
export function NewPoll({ room, onClose }: ComposerDialogProps) {
  const client = usePolls();
  const [question, setQuestion] = useState("");
  const [answers, setAnswers] = useState<readonly { readonly key: string; readonly text: string }[]>(() => [empty(), empty()]);
  // The same one however often it is sent.
  const [key] = useState(newId);
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const options = answers.map(({ text }) => text.trim()).filter(Boolean);
  const isWhole = question.trim() !== "" && options.length >= 2;

  const start = async () => {
    if (!isWhole || isBusy) return;
    setBusy(true);
    setFailed(false);
    try {
      await client.request("poll.open", { room, key, question: question.trim(), options });
      onClose();
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("polls.new")} testId={testIds.newPoll} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <label className="field">
          <span>{t("polls.question")}</span>
          <input value={question} maxLength={limits.chars} dir="auto" data-testid={testIds.newPollQuestion} onChange={(event) => setQuestion(event.target.value)} />
        </label>
        <fieldset className="stack poll-answers">
          <legend>{t("polls.answers")}</legend>
          {answers.map(({ key: id, text }, index) => (
            <div key={id} className="row">
              <input
                value={text}
                maxLength={limits.chars}
                dir="auto"
                aria-label={t("polls.answer", { number: index + 1 })}
                // Whoever has added one goes on there.
                autoFocus={index > 1}
                data-testid={testIds.newPollOption}
                onChange={(event) => setAnswers(answers.map((one) => (one.key === id ? { key: id, text: event.target.value } : one)))}
              />
              {answers.length > 2 && (
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t("polls.remove", { number: index + 1 })}
                  data-testid={testIds.newPollRemove}
                  onClick={() => setAnswers(answers.filter((one) => one.key !== id))}
                >
                  <svg className="icon" viewBox="0 0 24 24" width={20} height={20} aria-hidden="true" focusable="false">
                    <path d="M6 6l12 12M18 6 6 18" />
                  </svg>
                </button>
              )}
            </div>
          ))}
        </fieldset>
        {answers.length < limits.options && (
          <button type="button" className="button" data-testid={testIds.newPollAdd} onClick={() => setAnswers([...answers, empty()])}>
            {t("polls.add")}
          </button>
        )}
        {hasFailed && (
          <p className="field-error" role="alert">
            {t("polls.notStarted")}
          </p>
        )}
        <p className="row dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="button primary" disabled={!isWhole || isBusy} data-testid={testIds.newPollStart}>
            {t("polls.start")}
          </button>
        </p>
      </form>
    </Dialog>
  );
}

function empty() {
  return { key: newId(), text: "" };
}
