// node script.mjs <src/web> <empty folder>: packs the client, installs it in the folder as an app would, and puts the example of its README beside it.
import { app, example, pack } from "./packing.mjs";

const [web, folder] = process.argv.slice(2);
await app(folder, "script", await pack(web, folder, "client"), { "example.js": example(web, "client") });
