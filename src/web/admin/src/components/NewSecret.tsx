import { useRef, useState, type ReactNode } from "react";
import { ApiError } from "../api/api.ts";
import { t } from "../i18n/t.ts";

interface NewSecretProps {
  /** What the button and its dialog are called. */
  readonly label: string;
  /** Says that what was made is shown now, and not again. */
  readonly copyNow: string;
  /** Makes it of what was filled in, and returns what is to be copied. */
  readonly create: (fields: FormData) => Promise<string>;
  readonly onDone: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

/** A button that asks in a dialog for what a secret is to be made of, and shows it there, once. */
export function NewSecret({ label, copyNow, create, onDone, children }: NewSecretProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<string>();
  const [secret, setSecret] = useState<string>();
  const make = async (fields: FormData) => {
    try {
      setSecret(await create(fields));
      setError(undefined);
      onDone();
    } catch (e) {
      setError(e instanceof ApiError ? e.message : t("common.wrong"));
    }
  };
  const forget = () => {
    setSecret(undefined);
    setError(undefined);
    form.current?.reset();
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-label={label} onClose={forget}>
        {secret === undefined ? (
          <form
            ref={form}
            onSubmit={(event) => {
              event.preventDefault();
              void make(new FormData(event.currentTarget));
            }}
          >
            {children}
            {error !== undefined && (
              <p className="error" role="alert">
                {error}
              </p>
            )}
            <div className="buttons">
              <button type="button" onClick={() => dialog.current?.close()}>
                {t("common.cancel")}
              </button>
              <button type="submit" className="primary">
                {t("common.create")}
              </button>
            </div>
          </form>
        ) : (
          <>
            <p>{copyNow}</p>
            <output className="secret">{secret}</output>
            <div className="buttons">
              <button type="button" onClick={() => void navigator.clipboard.writeText(secret)}>
                {t("common.copy")}
              </button>
              <button type="button" className="primary" onClick={() => dialog.current?.close()}>
                {t("common.done")}
              </button>
            </div>
          </>
        )}
      </dialog>
    </>
  );
}
