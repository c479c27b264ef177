import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "../scripts/precompress.ts";
import { messages } from "./messages.ts";

export default defineConfig(({ command }) => ({
  // Wherever a proxy has it; during development where the server has it.
  base: command === "build" ? "./" : "/admin/",
  plugins: [messages(), react(), precompress()],
  build: { target: "es2022", modulePreload: { polyfill: false } },
  server: { proxy: { "/api": "http://localhost:5000" } },
}));
