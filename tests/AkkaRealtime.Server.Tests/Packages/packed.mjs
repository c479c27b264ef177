// node packed.mjs <src/web> <empty folder>: packs the client and the hooks, installs them in the folder as an app would, and builds the examples of their READMEs there.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { app as installed, example as exampleOf, pack } from "./packing.mjs";

const [web, folder] = process.argv.slice(2);
const { rolldown } = await import(pathToFileURL(join(web, "node_modules/rolldown/dist/index.mjs")).href);
const archives = await pack(web, folder, "client", "react");
const app = (name, packages, files) => installed(folder, name, packages, files);
const example = (name) => exampleOf(web, name);

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
