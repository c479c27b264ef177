import { Logo } from "@akkarealtime/react-ui";
import { useState, type SubmitEvent } from "react";
import { t } from "./i18n/t.ts";
import type { SignedIn } from "./session.ts";
import { signIn } from "./sign-in.ts";
import { signInByToken } from "./sign-in-by-token.ts";
import "./styles/sign-in.css";
import { testIds } from "./testids.ts";

export function SignIn({ suggested, onSignedIn }: { suggested: string; onSignedIn: (session: SignedIn) => void }) {
  const [name, setName] = useState(suggested);
  const [token, setToken] = useState("");
  const [usesToken, setUsesToken] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onSignedIn(await (usesToken ? signInByToken(token) : signIn(name.trim())));
    } catch (reason) {
      const isNetwork = reason instanceof TypeError;
      setError(isNetwork ? t("signIn.unreachable") : reason instanceof Error ? reason.message : t("errors.generic"));
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <form className="sign-in-card" data-testid={testIds.signInForm} onSubmit={(event) => void submit(event)}>
        <Logo />
        <h1>{t("signIn.welcome")}</h1>
        <p>{t("signIn.text")}</p>
        {usesToken ? (
          <label className="field">
            <span>{t("signIn.token")}</span>
            <textarea rows={4} required value={token} spellCheck={false} autoComplete="off" onChange={(event) => setToken(event.target.value)} />
          </label>
        ) : (
          <label className="field">
            <span>{t("signIn.name")}</span>
            <input
              data-testid={testIds.signInName}
              required
              autoFocus
              maxLength={64}
              autoComplete="nickname"
              placeholder={t("signIn.nameExample")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
        )}
        {error && (
          <p className="field-error" role="alert" data-testid={testIds.signInError}>
            {error}
          </p>
        )}
        <button className="button primary wide" type="submit" data-testid={testIds.signInSubmit} disabled={isBusy || !(usesToken ? token : name).trim()}>
          {isBusy ? t("signIn.signingIn") : t("signIn.continue")}
        </button>
        <button className="link" type="button" onClick={() => setUsesToken(!usesToken)}>
          {usesToken ? t("signIn.byName") : t("signIn.byToken")}
        </button>
      </form>
    </main>
  );
}
