// node packed.mjs <src/web> <empty folder>: packs the packages of the web as they are published, installs them in the folder as an app would, and builds the
// examples of their READMEs there. What builds them comes from src/web; nothing else of the repository is on the way.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const [web, folder] = process.argv.slice(2);
const { rolldown } = await import(pathToFileURL(join(web, "node_modules/rolldown/dist/index.mjs")).href);
const run = promisify(execFile);
const npm = (cwd, ...parts) => run("npm", [...parts, "--no-audit", "--no-fund", "--loglevel=error", "--foreground-scripts=false"], { cwd });

const archives = [];
for (const name of ["client", "react"]) {
  const [{ filename }] = JSON.parse((await npm(folder, "pack", "--json", join(web, name))).stdout);
  archives.push(join(folder, filename));
}

/** The example of a README that stands under "An example as a whole". */
function example(name) {
  const text = readFileSync(join(web, name, "README.md"), "utf8");
  const part = text.slice(text.indexOf("## An example as a whole"));
  return /```jsx?\n(.*?)```/s.exec(part)[1];
}

async function app(name, more, files) {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(join(place, "package.json"), `{ "private": true, "type": "module" }`);
  await npm(place, "install", "--prefer-offline", ...more);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  return place;
}

async function bundle(place, from, to) {
  const built = await rolldown({ input: join(place, from), platform: "browser", transform: { define: { "process.env.NODE_ENV": `"production"` } } });
  await built.write({ file: join(place, to), format: "esm", codeSplitting: false });
}

async function react(version) {
  const place = await app(`react${version}`, [...archives, `react@${version}`, `react-dom@${version}`], { "app.jsx": example("react") });
  await bundle(place, "app.jsx", "app.js");
}

/** Signs in with what it is told, and says what it hears. */
const worker = `
import { connect } from "@akkarealtime/client/chat";
onmessage = ({ data: { server, user, token, room } }) => {
  const client = connect({ server, user, token, log: () => undefined });
  client.onMessage(({ text }) => postMessage(text));
  client.outbox.add({ room, text: "Hello from " + (typeof window) + " in " + self.constructor.name });
};
`;

await Promise.all([
  react(18),
  react(19),
  app("script", [archives[0]], { "example.js": example("client"), "worker.js": worker }).then((place) => bundle(place, "worker.js", "worker.bundle.js")),
]);
