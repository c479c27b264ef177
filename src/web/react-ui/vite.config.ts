import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { emoji } from "./emoji.ts";
import { folder, messages, source } from "./messages.ts";

const root = import.meta.dirname;
const src = join(root, "src");

/** A style sheet with what it imports. */
function whole(file: string): string {
  return readFileSync(file, "utf8").replaceAll(/@import "(.+)";/g, (_, path: string) => whole(join(dirname(file), path)).trim());
}

/** An app has the style sheet as a file that it imports, as it is written: what it is bundled by knows for which browsers. */
function styles(): Plugin {
  return {
    name: "styles",
    enforce: "pre",
    load: (id) => (id.endsWith(".css") ? { code: "", moduleType: "js" } : null),
    generateBundle() {
      for (const name of ["styles.css", "first.css"]) this.emitFile({ type: "asset", fileName: name, source: whole(join(src, "styles", name)) });
    },
  };
}

/** The keys of the catalogue as a type, in place of the catalogue that the compiler names. */
function keys(): Plugin {
  return {
    name: "keys",
    closeBundle() {
      const of = (name: string) => join(root, "dist/i18n", name);
      const texts = JSON.parse(readFileSync(join(folder, `${source}.json`), "utf8")) as object;
      writeFileSync(of("english.d.ts"), `declare const english: {\n${Object.keys(texts).map((key) => `  readonly ${JSON.stringify(key)}: string;\n`).join("")}};\nexport default english;\n`);
      const types = readFileSync(of("t.d.ts"), "utf8");
      const done = types.replace('"../../messages/en.json"', '"./english.js"');
      if (done === types) throw new Error("dist/i18n/t.d.ts names no catalogue");
      writeFileSync(of("t.d.ts"), done);
    },
  };
}

// After `tsc`, which has written the types.
export default defineConfig({
  plugins: [styles(), messages({ entry: join(src, "index.ts"), folders: [folder], byPlace: false }), emoji(), keys()],
  build: {
    target: "es2022",
    emptyOutDir: false,
    minify: false,
    lib: {
      entry: Object.fromEntries(["index", "i18n/language", "i18n/t", "notifications/notify", "push/notice"].map((name) => [name, join(src, `${name}.ts`)])),
      formats: ["es"],
    },
    rolldownOptions: {
      external: /^(?:@akkarealtime\/(?:client|react)|comlink|highlight\.js|lowlight|markdown-it|react|react-dom|turndown)(?:\/|$)/,
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js" },
    },
  },
});
