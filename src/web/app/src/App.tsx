import { Client, socketUrl } from "@akkarealtime/client";
import { ClientProvider } from "@akkarealtime/react";
import { useCallback, useEffect, useState, type ReactNode } from "react";
import { Boundary } from "../../react-ui/src/components/Boundary.tsx";
import { InLanguage } from "../../react-ui/src/components/InLanguage.tsx";
import { Toasts } from "../../react-ui/src/notifications/Toasts.tsx";
import { Chat } from "../../react-ui/src/chat/Chat.tsx";
import { later } from "../../react-ui/src/components/later.ts";
import { apiUrl, loadSession, saveSession, sessionKey, sessionPlace, signIn, tokenFor, type SignedIn } from "./session.ts";

const place = sessionPlace(location.search);
const SignIn = later(() => import("./SignIn.tsx"), "SignIn");

export function App() {
  const [session, setSession] = useState(() => loadSession(place));
  const enter = useCallback((signedIn: SignedIn) => {
    saveSession(place, signedIn);
    setSession(signedIn);
  }, []);
  const leave = useCallback(() => {
    saveSession(place, null);
    setSession(null);
  }, []);

  // Another tab of this browser signed in or out: they are all the same user.
  useEffect(() => {
    const onStorage = (event: StorageEvent) => {
      if (event.key === sessionKey && place.as === null) setSession(loadSession(place));
    };
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, []);

  useEffect(() => {
    if (session !== null || place.as === null) return;
    signIn(place.as).then(enter, () => undefined);
  }, [session, enter]);

  return (
    <>
      {session ? (
        <Connected key={session.user.id} session={session}>
          <Boundary>
            <InLanguage>
              <Chat me={session.user} onSignOut={leave} />
            </InLanguage>
          </Boundary>
        </Connected>
      ) : (
        <Boundary>
          <InLanguage>
            <SignIn suggested={place.as ?? ""} onSignedIn={enter} />
          </InLanguage>
        </Boundary>
      )}
      <Toasts />
    </>
  );
}

function Connected({ session, children }: { session: SignedIn; children: ReactNode }) {
  const [client] = useState(() => {
    const made: Client = new Client({
      user: session.user.id,
      url: socketUrl(apiUrl),
      device: place.device,
      token: (reason) => tokenFor(place, reason, made.serverNow()),
    });
    made.people.learn(session.user.id, session.user.name);
    return made;
  });
  useEffect(() => {
    client.connect();
    return () => client.close();
  }, [client]);
  return <ClientProvider client={client}>{children}</ClientProvider>;
}
