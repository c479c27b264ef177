import { useState, useSyncExternalStore } from "react";
import { Api } from "./api/api.ts";
import { ApiContext } from "./api/use-api.ts";
import { Shell } from "./components/Shell.tsx";
import { language } from "./i18n/language.ts";
import { t } from "./i18n/t.ts";
import { SignIn } from "./pages/SignIn.tsx";
import { nameOf } from "./session/issuer.ts";
import type { Beginning, Session } from "./session/session.ts";

/** The operator's page: somebody, and what they may see. */
export function App({ beginning: { session: first, place, reason } }: { readonly beginning: Beginning }) {
  // Another language draws all of it anew.
  useSyncExternalStore(language.subscribe, language.get);
  const [notice, setNotice] = useState(() => (place && reason !== undefined ? t("signIn.notBack", { issuer: nameOf(place), reason }) : undefined));
  const [api, setApi] = useState<Api | null>(() => (first ? apiOf(first) : null));

  function apiOf(session: Session): Api {
    return new Api(session, () => void signOut(session, t("signIn.ended")));
  }

  async function signOut(session: Session, why?: string): Promise<void> {
    await session.end();
    setNotice(why);
    setApi(null);
  }

  if (!api) {
    return <SignIn place={place} notice={notice} onSignedIn={(session) => setApi(apiOf(session))} />;
  }
  return (
    <ApiContext value={api}>
      <Shell onSignOut={() => void signOut(api.session)} />
    </ApiContext>
  );
}
