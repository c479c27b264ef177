import { join } from "node:path";
import { build, defaultClientConditions, type Plugin } from "vite";
import { workerMessages } from "../react-ui/messages.ts";
import { folders } from "./folders.ts";

const entry = join(import.meta.dirname, "src/push/worker.ts");
const fileName = "push-worker.js";

/** One plain script: not every browser has workers of modules, and a worker is fetched anew where a byte of it has changed. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    resolve: { conditions: ["akkarealtime-source", ...defaultClientConditions] },
    plugins: [workerMessages(entry, folders)],
    build: {
      write: false,
      target: "es2022",
      rolldownOptions: { input: entry, output: { format: "iife", entryFileNames: fileName } },
    },
  });
  const outputs = Array.isArray(built) ? built : "output" in built ? [built] : [];
  const chunk = outputs.flatMap(({ output }) => output).find((file) => file.type === "chunk");
  if (chunk?.type !== "chunk") throw new Error(`${entry} gave no file`);
  return chunk.code;
}

/** The service worker, beside the page: its scope is the folder that it is in. */
export function pushWorker(): Plugin {
  return {
    name: "push-worker",
    async generateBundle() {
      this.emitFile({ type: "asset", fileName, source: await bundle() });
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${fileName}`, (_, response, next) => {
        bundle().then((code) => response.setHeader("content-type", "text/javascript").end(code), next);
      });
    },
  };
}
