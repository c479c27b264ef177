// node packed-ui.mjs <src/web> <empty folder>: packs the parts of React and what they stand on, installs them in the folder, and builds the example of their README there with Vite.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { app, example, pack } from "./packing.mjs";

const [web, folder] = process.argv.slice(2);
const { build } = await import(pathToFileURL(join(web, "node_modules/vite/dist/node/index.js")).href);
const { devDependencies } = JSON.parse(readFileSync(join(web, "package.json"), "utf8"));
const { dependencies } = JSON.parse(readFileSync(join(web, "app/package.json"), "utf8"));
const archives = await pack(web, folder, "client", "react", "react-ui");
// Something of the app's own among the parts of a room.
const code = example(web, "react-ui").replace("<Timeline />", `<Timeline /><button type="button">Own</button><h2 className="button">Own</h2>`);
const place = await app(folder, "ui", [...archives, `react@${dependencies.react}`, `react-dom@${dependencies["react-dom"]}`, `@types/react@${devDependencies["@types/react"]}`], {
  "app.jsx": code,
  "index.html": `<!doctype html><div id="root"></div><script type="module" src="./app.jsx"></script>`,
  "types.tsx": `
import type { Client } from "@akkarealtime/client";
import { addLanguage, Chat, RealtimeUi, replaceTexts } from "@akkarealtime/react-ui";
import { setLanguage } from "@akkarealtime/react-ui/language";

replaceTexts({ "composer.placeholder": ({ name }) => \`To \${String(name)}\` });
// @ts-expect-error: no such text
replaceTexts({ "composer.nothing": "" });
addLanguage("fr", "Français", () => Promise.resolve({ "common.close": "Fermer" }));
void setLanguage("fr");
export const whole = (client: Client) => <RealtimeUi client={client} theme="dark" onRoom={(room: string | null) => void room}><Chat name="Shop" /></RealtimeUi>;
// @ts-expect-error: it can't do without
export const nothing = <RealtimeUi />;
`,
  "tsconfig.json": JSON.stringify({ compilerOptions: { target: "ES2022", module: "ESNext", moduleResolution: "bundler", jsx: "react-jsx", strict: true, noEmit: true, types: [] }, files: ["types.tsx"] }),
});
await build({ root: place, configFile: false, base: "/ui/", logLevel: "warn", build: { outDir: "dist", target: "esnext" } });
const { status, stdout } = spawnSync(join(web, "node_modules/.bin/tsc"), ["-p", place], { encoding: "utf8" });
if (status !== 0) throw new Error(stdout);
