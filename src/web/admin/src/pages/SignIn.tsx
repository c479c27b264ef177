import { useState } from "react";
import { Api, ApiError } from "../api/api.ts";
import { LanguageChoice } from "../components/LanguageChoice.tsx";
import { t } from "../i18n/t.ts";
import { goToIssuer, nameOf, type SignInPlace } from "../session/issuer.ts";
import { keepKey, keySession, type Session } from "../session/session.ts";

interface SignInProps {
  /** Where else than here one may sign in. */
  readonly place: SignInPlace | null;
  /** Why one is here again. */
  readonly notice: string | undefined;
  readonly onSignedIn: (session: Session) => void;
}

/** Asks for a key, and whether it is one, or sends to the issuer. A key that may not see the nodes is one all the same. */
export function SignIn({ place, notice, onSignedIn }: SignInProps) {
  const [key, setKey] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(notice);
  const signIn = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await new Api(keySession(key.trim())).get("nodes");
      onSignedIn(keepKey(key.trim()));
    } catch (e) {
      if (e instanceof ApiError && e.status === 403) onSignedIn(keepKey(key.trim()));
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
        {error !== undefined && (
          <p className="error" role="alert">
            {error}
          </p>
        )}
        {place && (
          <>
            <button type="button" className="primary" autoFocus onClick={() => void goToIssuer(place)}>
              {t("signIn.atIssuer", { issuer: nameOf(place) })}
            </button>
            <p className="muted">{t("signIn.orKey")}</p>
          </>
        )}
        <label>
          {t("signIn.key")}
          <input type="password" autoComplete="current-password" autoFocus={!place} required value={key} onChange={(event) => setKey(event.target.value)} />
        </label>
        <button type="submit" className={place ? undefined : "primary"} disabled={isBusy || key.trim() === ""}>
          {t("signIn.do")}
        </button>
        <p className="muted">{t("signIn.hint")}</p>
        <LanguageChoice />
      </form>
    </main>
  );
}
