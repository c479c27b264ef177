import { connect, memoryOutbox, type Client, type KeyValueStorage, type TokenProvider } from "@akkarealtime/client";

/** What React Native has and a browser hasn't: `AppState`, and a storage that answers at once, such as react-native-mmkv. */
export interface Device {
  readonly appState: { addEventListener(type: "change", listener: (state: string) => void): { remove(): void } };
  readonly storage: KeyValueStorage;
}

export function connectFrom({ appState, storage }: Device, server: string, user: string, token: TokenProvider): Client {
  return connect({
    server,
    user,
    token,
    storage,
    outbox: memoryOutbox(),
    surroundings: {
      onWake(listener) {
        const subscription = appState.addEventListener("change", (state) => state === "active" && listener());
        return () => subscription.remove();
      },
    },
  });
}
