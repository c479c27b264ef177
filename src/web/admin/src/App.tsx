import { useState, useSyncExternalStore } from "react";
import { Api } from "./api/api.ts";
import { ApiContext } from "./api/use-api.ts";
import { Shell } from "./components/Shell.tsx";
import { language } from "./i18n/language.ts";
import { SignIn } from "./pages/SignIn.tsx";

// As long as the tab: a key must not outlive who typed it.
const stored = "akkarealtime-admin-key";

/** The operator's page: a key, and what it may see. */
export function App() {
  // Another language draws all of it anew.
  useSyncExternalStore(language.subscribe, language.get);
  const [api, setApi] = useState(() => {
    const key = sessionStorage.getItem(stored);
    return key ? new Api(key) : null;
  });
  if (!api) {
    return (
      <SignIn
        onSignedIn={(key) => {
          sessionStorage.setItem(stored, key);
          setApi(new Api(key));
        }}
      />
    );
  }
  return (
    <ApiContext value={api}>
      <Shell
        onSignOut={() => {
          sessionStorage.removeItem(stored);
          setApi(null);
        }}
      />
    </ApiContext>
  );
}
