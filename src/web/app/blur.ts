import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const root = dirname(createRequire(import.meta.url).resolve("@twilio/video-processors/package.json"));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };

/** The worker asks for its neighbours by the names that they have in the package; so it is the folder that says which version they are. */
const folder = `assets/video-processors-${version}`;
const build = "dist/build";
const files: Readonly<Record<string, string>> = {
  "twilio-gaussian-blur-background-processor-pipeline-worker.js": build,
  "tflite-simd-1-0-0.js": build,
  "tflite-simd-1-0-0.wasm": build,
  "selfie_segmentation_landscape.tflite": build,
  "LICENSE.md": "",
};
const types = { js: "text/javascript", wasm: "application/wasm", tflite: "application/octet-stream", md: "text/markdown" };

const read = (name: string) => readFileSync(join(root, files[name] ?? "", name));
const virtual = "virtual:blur";

/** `virtual:blur`: where the files lie that blur what is behind somebody, and the files themselves. */
export function blur(): Plugin {
  return {
    name: "blur",
    resolveId: (id) => (id === virtual ? `\0${id}` : null),
    load: (id) => (id === `\0${virtual}` ? `export default ${JSON.stringify(`./${folder}/`)}` : null),
    generateBundle() {
      for (const name of Object.keys(files)) this.emitFile({ type: "asset", fileName: `${folder}/${name}`, source: read(name) });
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${folder}`, ({ url = "" }, response, next) => {
        const name = url.slice(1);
        if (!(name in files)) {
          next();
          return;
        }
        response.setHeader("content-type", types[name.slice(name.lastIndexOf(".") + 1) as keyof typeof types]).end(read(name));
      });
    },
  };
}
