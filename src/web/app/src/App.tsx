import { Client, socketUrl } from "@akkarealtime/client";
import { Boundary, Chat, InLanguage, later, RealtimeUi, uiRtc } from "@akkarealtime/react-ui";
import { useCallback, useEffect, useState } from "react";
import blurAssets from "virtual:blur";
import { extensions } from "./polls/extensions.ts";
import { leaveMessage, linkTo, openMessage, openRoom, useOpenRoom } from "./route.ts";
import { apiUrl, loadSession, saveSession, sessionKey, sessionPlace, tokenFor, type SignedIn } from "./session.ts";

const place = sessionPlace(location.search);
// What the first message doesn't need.
const SignIn = later(() => import("./SignIn.tsx"), "SignIn");
const device = () => import("./push/device.ts").then((file) => file.device);

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
    const { as: name } = place;
    import("./sign-in.ts").then(({ signIn }) => signIn(name)).then(enter, () => undefined);
  }, [session, enter]);

  return session ? (
    <SignedInPage key={session.user.id} session={session} onSignOut={leave} />
  ) : (
    <Boundary>
      <InLanguage>
        <SignIn suggested={place.as ?? ""} onSignedIn={enter} />
      </InLanguage>
    </Boundary>
  );
}

function SignedInPage({ session, onSignOut }: { session: SignedIn; onSignOut: () => void }) {
  const [client] = useState(() => {
    const made: Client = new Client({
      user: session.user.id,
      url: socketUrl(apiUrl),
      device: place.device,
      rtc: uiRtc,
      token: (reason) => tokenFor(place, reason, made.serverNow()),
    });
    made.people.learn(session.user.id, session.user.name);
    return made;
  });
  useEffect(() => {
    client.connect();
    return () => client.close();
  }, [client]);
  return (
    <RealtimeUi
      client={client}
      room={useOpenRoom()}
      onRoom={openRoom}
      onMessage={openMessage}
      onMessageLeft={leaveMessage}
      linkTo={linkTo}
      device={device}
      noticeIcon="icon.svg"
      blurAssets={blurAssets}
      extensions={extensions}
      backCloses
    >
      <Chat name="AkkaRealtime" onSignOut={onSignOut} />
    </RealtimeUi>
  );
}
