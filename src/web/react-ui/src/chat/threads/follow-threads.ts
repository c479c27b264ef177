import { Store, type Client } from "@akkarealtime/client";
import { threads } from "@akkarealtime/client/threads";
import { noThreads, ownThreads } from "./own-threads.ts";

/** Whether the list of my threads is shown. */
export const threadList = new Store(false);

/** Keeps {@link ownThreads} as the server has it, over reconnects and my other devices, until the returned function is called. */
export function followThreads(client: Client): () => void {
  const { state } = threads(client);
  const tell = () => ownThreads.set(state.get());
  const end = state.subscribe(tell);
  tell();
  return () => {
    end();
    ownThreads.set(noThreads);
    threadList.set(false);
  };
}
