import { memoryStorage, Store } from "@akkarealtime/client";
import { cleanup, render, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope } from "vue";
import { settle } from "../../client/test/harness.ts";
import { useConnection } from "../src/index.ts";
import recipes from "../../../../docs/guides/recipes.md?raw";
import { connectFrom } from "./docs/native.ts";
import nativeSource from "./docs/native.ts?raw";
import { Realtime } from "./docs/next.tsx";
import nextSource from "./docs/next.tsx?raw";
import { useReadable } from "./docs/vue.ts";
import vueSource from "./docs/vue.ts?raw";

interface Socket {
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

/** The sockets that are made; none ever opens. */
function sockets(): Socket[] {
  const made: Socket[] = [];
  vi.stubGlobal(
    "WebSocket",
    class {
      onclose = null;
      constructor() {
        made.push(this);
      }
      close() {}
      send() {}
    },
  );
  return made;
}

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("docs/guides/recipes.md", () => {
  it("has the files that are compiled and run here", () => {
    expect(recipes).toContain(`\`\`\`tsx\n${nextSource}\`\`\``);
    expect(recipes).toContain(`\`\`\`ts\n${vueSource}\`\`\``);
    expect(recipes).toContain(`\`\`\`ts\n${nativeSource}\`\`\``);
  });

  it("Next.js: connects behind the first drawing, and again in strict mode", async () => {
    const made = sockets();
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("a token")));
    const State = () => <p>{useConnection().state}</p>;
    render(
      <StrictMode>
        <Realtime server="https://chat.example.com" user="alice">
          <State />
        </Realtime>
      </StrictMode>,
    );
    await settle();
    expect(made).toHaveLength(1);
    expect(screen.getByText("connecting")).toBeTruthy();
  });

  it("Vue: a ref follows a value until its component goes", () => {
    const store = new Store(1);
    const scope = effectScope();
    const value = scope.run(() => useReadable(store));
    store.set(2);
    expect(value?.value).toBe(2);
    scope.stop();
    store.set(3);
    expect(value?.value).toBe(2);
  });

  it("React Native: tries again at once when the app comes to the foreground", async () => {
    const made = sockets();
    let change: (state: string) => void = () => undefined;
    const addEventListener = (_: "change", listener: (state: string) => void) => {
      change = listener;
      return { remove: () => undefined };
    };
    const client = connectFrom({ appState: { addEventListener }, storage: memoryStorage() }, "https://chat.example.com", "alice", () => "a token");
    await settle();
    made[0]?.onclose?.({ code: 1006, reason: "" });
    await settle();
    change("background");
    await settle();
    expect(made).toHaveLength(1);
    change("active");
    await settle();
    expect(made).toHaveLength(2);
    client.close();
  });
});
