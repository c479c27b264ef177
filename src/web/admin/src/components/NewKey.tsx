import { useRef, useState } from "react";
import { ApiError } from "../api/api.ts";
import type { KeyItem } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";
import { t } from "../i18n/t.ts";

interface NewKeyProps {
  /** All that a key may have. */
  readonly scopes: readonly string[];
  readonly onDone: () => void;
}

const dayMs = 86_400_000;
/** 0: until it is revoked. */
const lifetimes = [30, 90, 365, 0];

/** A button that asks in a dialog what a new key is for, and shows the key there, once. */
export function NewKey({ scopes, onDone }: NewKeyProps) {
  const api = useApi();
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<string>();
  const [secret, setSecret] = useState<string>();
  const create = async (fields: FormData) => {
    const days = Number(fields.get("days"));
    const expiresAt = days > 0 ? new Date(Date.now() + days * dayMs).toISOString() : undefined;
    try {
      const made = await api.post<KeyItem>("keys", { name: fields.get("name"), scopes: fields.getAll("scope"), expiresAt });
      setError(undefined);
      setSecret(made.secret);
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
        {t("keys.new")}
      </button>
      <dialog ref={dialog} aria-label={t("keys.new")} onClose={forget}>
        {secret === undefined ? (
          <form
            ref={form}
            onSubmit={(event) => {
              event.preventDefault();
              void create(new FormData(event.currentTarget));
            }}
          >
            <label>
              {t("keys.purpose")}
              <input name="name" required maxLength={100} autoComplete="off" />
            </label>
            <fieldset>
              <legend>{t("keys.allowed")}</legend>
              {scopes.map((scope) => (
                <label key={scope} className="choice">
                  <input type="checkbox" name="scope" value={scope} /> {scope}
                </label>
              ))}
            </fieldset>
            <label>
              {t("keys.validFor")}
              <select name="days" defaultValue="90">
                {lifetimes.map((days) => (
                  <option key={days} value={days}>
                    {t("keys.days", { days })}
                  </option>
                ))}
              </select>
            </label>
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
            <p>{t("keys.copyNow")}</p>
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
