import { useState } from "react";
import { Api, ApiError } from "../api/api.ts";
import { LanguageChoice } from "../components/LanguageChoice.tsx";
import { t } from "../i18n/t.ts";

/** Asks for a key, and whether it is one. A key that may not see the nodes is one all the same. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: (key: string) => void }) {
  const [key, setKey] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const signIn = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await new Api(key.trim()).get("nodes");
      onSignedIn(key.trim());
    } catch (e) {
      if (e instanceof ApiError && e.status === 403) onSignedIn(key.trim());
      else if (e instanceof ApiError && e.status === 401) setError(t("signIn.unknown"));
      else setError(e instanceof ApiError ? e.message : t("signIn.characters"));
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <h1>{t("signIn.title")}</h1>
        <label>
          {t("signIn.key")}
          <input type="password" autoComplete="current-password" autoFocus required value={key} onChange={(event) => setKey(event.target.value)} />
        </label>
        {error !== undefined && (
          <p className="error" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="primary" disabled={isBusy || key.trim() === ""}>
          {t("signIn.do")}
        </button>
        <p className="muted">{t("signIn.hint")}</p>
        <LanguageChoice />
      </form>
    </main>
  );
}
