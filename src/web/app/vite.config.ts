import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

// During development the page comes from Vite and everything else from a running server.
const server = "http://localhost:5000";

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ["source", ...defaultClientConditions] },
  build: { target: "es2022", chunkSizeWarningLimit: 600 },
  server: {
    proxy: {
      "/api": server,
      "/healthz": server,
      "/ws": { target: server, ws: true },
    },
  },
});
