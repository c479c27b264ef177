import { useRef, useState } from "react";
import { ApiError } from "../api/api.ts";
import { t } from "../i18n/t.ts";

interface ActionProps {
  readonly label: string;
  /** What is asked before, in a dialog; without it, the button acts at once. */
  readonly question?: string;
  /** Asks for a note as well, which `run` is given. */
  readonly note?: string;
  readonly isDangerous?: boolean;
  readonly run: (note: string) => Promise<unknown>;
  readonly onDone: () => void;
}

/** A button that changes something, says while it does, and shows why it could not. */
export function Action({ label, question, note, isDangerous, run, onDone }: ActionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [text, setText] = useState("");
  const act = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await run(text.trim());
      dialog.current?.close();
      setText("");
      onDone();
    } catch (e) {
      setError(e instanceof ApiError ? e.message : t("common.wrong"));
    } finally {
      setBusy(false);
    }
  };
  const kind = isDangerous ? "danger" : undefined;
  return (
    <>
      <button type="button" className={kind} disabled={isBusy} onClick={() => (question === undefined ? void act() : dialog.current?.showModal())}>
        {label}
      </button>
      {question === undefined && error !== undefined && (
        <span className="error" role="alert">
          {error}
        </span>
      )}
      {question !== undefined && (
        <dialog ref={dialog} aria-label={label}>
          <form
            method="dialog"
            onSubmit={(event) => {
              event.preventDefault();
              void act();
            }}
          >
            <p>{question}</p>
            {note !== undefined && (
              <label>
                {note}
                <textarea rows={3} maxLength={1_000} value={text} onChange={(event) => setText(event.target.value)} />
              </label>
            )}
            {error !== undefined && (
              <p className="error" role="alert">
                {error}
              </p>
            )}
            <div className="buttons">
              <button type="button" onClick={() => dialog.current?.close()}>
                {t("common.cancel")}
              </button>
              <button type="submit" className={kind ?? "primary"} disabled={isBusy}>
                {label}
              </button>
            </div>
          </form>
        </dialog>
      )}
    </>
  );
}
