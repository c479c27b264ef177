import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";
import { emoji } from "./app/emoji.ts";
import { messages } from "./app/messages.ts";

const resolve = { conditions: ["akkarealtime-source", ...defaultClientConditions] };

export default defineConfig({
  resolve,
  ssr: { resolve },
  // A test reads docs/extending.md.
  server: { fs: { allow: ["../.."] } },
  test: {
    // Generous: time in the tests is virtual, and a busy machine is no failure.
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: "client", include: ["client/test/**/*.test.ts"], environment: "node" } },
      { extends: true, test: { name: "react", include: ["react/test/**/*.test.tsx"], environment: "jsdom" } },
      { extends: true, plugins: [messages(), emoji()], test: { name: "app", include: ["app/test/**/*.test.{ts,tsx}"], environment: "jsdom", setupFiles: "app/test/setup.ts", css: { include: /styles/ } } },
    ],
  },
});
