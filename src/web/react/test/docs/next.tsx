"use client";

import { Client } from "@akkarealtime/client";
import { ClientProvider } from "@akkarealtime/react";
import { useEffect, useState, type ReactNode } from "react";

export function Realtime({ server, user, children }: { server: string; user: string; children: ReactNode }) {
  const [client] = useState(() => new Client({ server, user, token: fetchToken }));
  useEffect(() => {
    client.connect();
    return () => client.close();
  }, [client]);
  return <ClientProvider client={client}>{children}</ClientProvider>;
}

async function fetchToken(): Promise<string | null> {
  const answer = await fetch("/api/realtime-token");
  return answer.ok ? answer.text() : null;
}
