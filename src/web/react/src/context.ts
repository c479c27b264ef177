import type { Client } from "@akkarealtime/client";
import { createContext, createElement, use, type FunctionComponent, type ReactNode } from "react";

const ClientContext = createContext<Client | null>(null);

export const ClientProvider: FunctionComponent<{ client: Client; children: ReactNode }> = ({ client, children }) =>
  createElement(ClientContext, { value: client }, children);

export function useClient(): Client {
  const client = use(ClientContext);
  if (!client) throw new Error("useClient needs a ClientProvider above it");
  return client;
}
