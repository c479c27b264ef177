import { useRef, useState } from "react";
import { ApiError } from "../api/api.ts";
import type { KeyItem } from "../api/types.ts";
import { useApi } from "../api/use-api.ts";

interface NewKeyProps {
  /** All that a key may have. */
  readonly scopes: readonly string[];
  readonly onDone: () => void;
}

const dayMs = 86_400_000;
const lifetimes = { "30": "30 days", "90": "90 days", "365": "a year", "": "until it is revoked" } as const;

/** A button that asks in a dialog what a new key is for, and shows the key there, once. */
export function NewKey({ scopes, onDone }: NewKeyProps) {
  const api = useApi();
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<string>();
  const [secret, setSecret] = useState<string>();
  const create = async (fields: FormData) => {
    const days = fields.get("days");
    const expiresAt = days ? new Date(Date.now() + Number(days) * dayMs).toISOString() : undefined;
    try {
      const made = await api.post<KeyItem>("keys", { name: fields.get("name"), scopes: fields.getAll("scope"), expiresAt });
      setError(undefined);
      setSecret(made.secret);
      onDone();
    } catch (e) {
      setError(e instanceof ApiError ? e.message : "Something went wrong.");
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
        New key
      </button>
      <dialog ref={dialog} aria-label="New key" onClose={forget}>
        {secret === undefined ? (
          <form
            ref={form}
            onSubmit={(event) => {
              event.preventDefault();
              void create(new FormData(event.currentTarget));
            }}
          >
            <label>
              What it is for
              <input name="name" required maxLength={100} autoComplete="off" />
            </label>
            <fieldset>
              <legend>What it may do</legend>
              {scopes.map((scope) => (
                <label key={scope} className="choice">
                  <input type="checkbox" name="scope" value={scope} /> {scope}
                </label>
              ))}
            </fieldset>
            <label>
              It is valid for
              <select name="days" defaultValue="90">
                {Object.entries(lifetimes).map(([days, text]) => (
                  <option key={days} value={days}>
                    {text}
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
                Cancel
              </button>
              <button type="submit" className="primary">
                Create
              </button>
            </div>
          </form>
        ) : (
          <>
            <p>Copy the key now. It is not shown again.</p>
            <output className="secret">{secret}</output>
            <div className="buttons">
              <button type="button" onClick={() => void navigator.clipboard.writeText(secret)}>
                Copy
              </button>
              <button type="button" className="primary" onClick={() => dialog.current?.close()}>
                Done
              </button>
            </div>
          </>
        )}
      </dialog>
    </>
  );
}
