import type { Client, Core } from "@akkarealtime/client";
import { createContext, createElement, useContext, type FunctionComponent, type ReactNode } from "react";

const ClientContext = createContext<Core | null>(null);

/** Gives its client to all hooks below it: a `Client`, or one that was put together of parts. */
export const ClientProvider: FunctionComponent<{ client: Core; children?: ReactNode }> = ({ client, children }) =>
  createElement(ClientContext.Provider, { value: client }, children);

/** The client; one that was put together of parts has those parts only. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error("useClient needs a ClientProvider above it");
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the hooks look whether a part is there
  return client as Client;
}

/** A part of the client, which a hook can't do without. */
export function usePart<Name extends keyof Client>(name: Name): Client[Name] {
  const client: Partial<Client> = useClient();
  const part = client[name];
  if (part === undefined) throw new Error(`This hook needs a client with "${name}": name that part where it is connected, or take the whole Client`);
  return part;
}
