import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";
import { blur } from "./app/blur.ts";
import { folders } from "./app/folders.ts";
import { emoji } from "./react-ui/emoji.ts";
import { messages } from "./react-ui/messages.ts";

const resolve = { conditions: ["akkarealtime-source", ...defaultClientConditions] };

export default defineConfig({
  resolve,
  ssr: { resolve },
  // A test reads docs/extending.md.
  server: { fs: { allow: ["../.."] } },
  test: {
    // Generous: time in the tests is virtual, and a busy machine is no failure.
    testTimeout: 30_000,
    // A process and jsdom for each file took two thirds of the time: files share threads and documents. State is the page's alone, and its setup gives each file its own.
    projects: [
      { extends: true, test: { name: "client", include: ["client/test/**/*.test.ts"], environment: "node", isolate: false } },
      { extends: true, test: { name: "react", pool: "vmThreads", include: ["react/test/**/*.test.tsx"], environment: "jsdom" } },
      { extends: true, test: { name: "admin", include: ["admin/test/**/*.test.ts"], environment: "node", isolate: false } },
      ...["react-ui", "app"].map((name) => ({
        extends: true as const,
        plugins: [messages({ entry: "app/src/main.tsx", folders, byPlace: false }), emoji(), blur()],
        test: { name, pool: "vmThreads" as const, include: [`${name}/test/**/*.test.{ts,tsx}`], environment: "jsdom", setupFiles: "react-ui/test/setup.ts", css: { include: /styles/ } },
      })),
    ],
  },
});
