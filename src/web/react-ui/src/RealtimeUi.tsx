import type { Client } from "@akkarealtime/client";
import { ClientProvider, useClient, useConnection, useReadable, useRoomsLoaded } from "@akkarealtime/react";
import { useEffect, type ReactNode } from "react";
import { Boundary } from "./components/Boundary.tsx";
import { callPlan } from "./components/call/call-plan.ts";
import { idle, loadAll, whenIdle } from "./components/later.ts";
import { Scope } from "./components/Scope.tsx";
import { HostContext, useHost } from "./host-context.ts";
import { setHost, type Host } from "./host.ts";
import { Live, useIsLive } from "./hooks/use-live.ts";
import { browserLanguage, chosenLanguage, language, setLanguage } from "./i18n/language.ts";
import { readAgain } from "./kept.ts";
import { Toasts } from "./notifications/Toasts.tsx";
import { dialog } from "./navigation.ts";
import { Dialogs, Notifier } from "./parts.ts";
import { profile } from "./profile.ts";
import { followNames } from "./text/names.ts";

export interface RealtimeUiProps extends Host {
  /** The whole client; the app connects and closes it. */
  readonly client: Client;
  readonly children?: ReactNode;
}

/** Around all parts, wherever they stand; one at a time on a page. What is around and between them it leaves as it is. */
export function RealtimeUi({ client, children, ...host }: RealtimeUiProps) {
  setHost(host);
  followNames(client.people);
  useEffect(readAgain, [host.storage]);
  return (
    <ClientProvider client={client}>
      <HostContext value={host}>
        <Inside>{children}</Inside>
      </HostContext>
    </ClientProvider>
  );
}

function Inside({ children }: { children: ReactNode }) {
  const { state } = useConnection();
  const isReady = state === "ready";
  const { language: wanted } = useHost("RealtimeUi");
  useEffect(() => {
    // Who asked for the texts before has them already; without a network they are asked for again when there is one.
    const id = wanted ?? (language.get() || (chosenLanguage() ?? browserLanguage()));
    if (id !== language.get()) setLanguage(id).catch(() => undefined);
  }, [wanted, isReady]);
  return (
    <Live value={useIsLive()}>
      {children}
      <Scope part="RealtimeUi">
        <Overlays />
      </Scope>
    </Live>
  );
}

function closeAll(): void {
  for (const store of [dialog, profile, callPlan]) store.set(null);
}

/** What belongs to no part in particular. */
function Overlays() {
  const client = useClient();
  const areLoaded = useRoomsLoaded();
  const isIdle = useReadable(idle);
  const isAsked = [useReadable(dialog), useReadable(profile), useReadable(callPlan)].some(Boolean);
  // Behind what is needed at once; then it is there at a click, and without a network.
  useEffect(() => {
    if (!areLoaded) return;
    whenIdle(() => {
      idle.set(true);
      void loadAll();
      client.calls.prepare().catch(() => undefined);
    });
  }, [areLoaded, client]);
  return (
    <>
      {isIdle && (
        <Boundary as="line">
          <Notifier />
        </Boundary>
      )}
      {(isIdle || isAsked) && (
        <Boundary as={isAsked ? "dialog" : "line"} onClose={closeAll}>
          <Dialogs />
        </Boundary>
      )}
      <Toasts />
    </>
  );
}
