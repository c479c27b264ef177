import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";
import { precompress } from "../scripts/precompress.ts";
import { blur } from "./blur.ts";
import { emoji } from "../react-ui/emoji.ts";
import { messages } from "../react-ui/messages.ts";
import { testIds as kitTestIds } from "../react-ui/src/testids.ts";
import { folders } from "./folders.ts";
import { testIds as ownTestIds } from "./src/testids.ts";
import { pushWorker } from "./worker.ts";

// During development the page comes from Vite and everything else from a running server.
const server = "http://localhost:5000";
const testIds = { ...kitTestIds, ...ownTestIds };

/** A test id is written where it stands: the list of all of them is two kilobytes on the wire. */
function inlineTestIds(): Plugin {
  return {
    name: "inline-test-ids",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!/(?:app|react-ui).src.*\.tsx?$/.test(id)) return null;
      return { code: code.replace(/\btestIds\.(\w+)/g, (whole, name: string) => (name in testIds ? JSON.stringify(testIds[name as keyof typeof testIds]) : whole)), map: null };
    },
  };
}

const pageFile = /app.src.main\.tsx$/;

/** What the page imports, and what that does, except by `import()`. */
const first = new Set<string>();

function findFirst(): Plugin {
  // The packages' indexes name it for apps of their own; the page has it by `import()`.
  const late = /client.src.calls.(?:media-code|links|sfu|media.(?:monitor|quality|speaker))|(?:client|react).src.threads/;
  return {
    name: "find-first",
    apply: "build",
    buildEnd() {
      const reach = (id: string) => {
        if (first.has(id) || late.test(id)) return;
        first.add(id);
        for (const next of this.getModuleInfo(id)?.importedIds ?? []) reach(next);
      };
      for (const id of this.getModuleIds()) if (pageFile.test(id)) reach(id);
    },
  };
}

/** The page's own code comes beside the few lines that ask for its texts, not behind them. */
function preloadPage(): Plugin {
  return {
    name: "preload-page",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle = {} }) =>
        Object.values(bundle)
          .filter((file) => file.type === "chunk" && file.moduleIds.some((id) => pageFile.test(id)))
          .map(({ fileName }) => ({ tag: "link", attrs: { rel: "modulepreload", crossorigin: true, href: `./${fileName}` }, injectTo: "head" })),
    },
  };
}

export default defineConfig({
  // Wherever a proxy has it.
  base: "./",
  plugins: [messages({ entry: join(import.meta.dirname, "src/main.tsx"), folders, byPlace: true }), emoji(), blur(), inlineTestIds(), react(), findFirst(), preloadPage(), pushWorker(), precompress()],
  resolve: { conditions: ["akkarealtime-source", ...defaultClientConditions] },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 600,
    // Browsers that don't know the hint load what it names all the same.
    modulePreload: { polyfill: false },
    // What the first message needs is one file: each request has its headers, and small files compress badly.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "start", test: /app.src.start|react-ui.src.(?:i18n.(?:language|t)|host|storage)\.|client.src.connection.environment|preload-helper/, priority: 3 },
            { name: "first", test: (id) => first.has(id) || id.includes("rolldown/runtime"), priority: 2 },
            // Fetched when it is switched on.
            { name: "blur", test: /react-ui.src.media.blur[\\/](?!can-blur)|comlink/, priority: 2 },
            { name: "calls", test: /react-ui.src.(?:components.call\b|media.camera)/, priority: 1 },
            { name: "parts", test: /app.src|(?:client|react).src.threads|react-ui.src.(?!text.(?:markdown|highlight))/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": server,
      "/healthz": server,
      "/ws": { target: server, ws: true },
    },
  },
});
