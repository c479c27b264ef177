import { vi } from "vitest";
import { Client, memoryOutbox, memoryStorage, type ClientOptions, type KeyValueStorage, type OutboxStore } from "../src/index.ts";
import { FakeServer } from "./fake-server.ts";

export interface Harness {
  readonly server: FakeServer;
  readonly client: Client;
  readonly storage: KeyValueStorage;
  readonly outbox: OutboxStore;
  readonly logged: string[];
  /** The network came back, or the page became visible. */
  readonly wake: () => void;
  readonly input: () => void;
  readonly state: () => string;
}

export interface HarnessOptions extends Partial<Omit<ClientOptions, "server">> {
  readonly server?: FakeServer;
}

/** A client against the fake server, in virtual time, with a random that is always one half. */
export function harness({ server = new FakeServer(), ...options }: HarnessOptions = {}): Harness {
  const storage = options.storage ?? memoryStorage();
  const outbox = options.outbox ?? memoryOutbox();
  const logged: string[] = [];
  let wake: () => void = () => undefined;
  let input: () => void = () => undefined;
  const user = options.user ?? "alice";
  const client = new Client({
    url: "ws://test/ws/ws",
    device: "d1",
    token: () => `${user}.token`,
    createSocket: server.dial,
    random: () => 0.5,
    surroundings: {
      onWake: (listener) => {
        wake = listener;
        return () => undefined;
      },
    },
    input: {
      onInput: (listener) => {
        input = listener;
        return () => undefined;
      },
      share: () => ({ tell: () => undefined, stop: () => undefined }),
    },
    log: (text) => logged.push(text),
    ...options,
    user,
    storage,
    outbox,
  });
  return {
    server,
    client,
    storage,
    outbox,
    logged,
    wake: () => wake(),
    input: () => input(),
    state: () => client.connection.snapshot.get().state,
  };
}

/** Lets everything happen that needs no time. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
