import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";

// During development the page comes from Vite and everything else from a running server.
const server = "http://localhost:5000";

/** Beside each file what the server sends of it: compressed once, and as far as it goes. */
function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    writeBundle({ dir = "dist" }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (!/\.(?:js|css|html|svg)$/.test(name)) continue;
        const bytes = readFileSync(join(dir, name));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes, { params }));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), precompress()],
  resolve: { conditions: ["akkarealtime-source", ...defaultClientConditions] },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 600,
    // What everything shares is one file: each request has its headers, and small files compress badly.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "base", test: /node_modules.(?:react|scheduler)|(?:client|react).src|src.(?:components.(?:Avatar|Boundary|Dialog|Icon|later)|forget|testids|notifications.toasts|text.(?:names|clean|format|plain|linkify))\b/ }] } } },
  },
  server: {
    proxy: {
      "/api": server,
      "/healthz": server,
      "/ws": { target: server, ws: true },
    },
  },
});
