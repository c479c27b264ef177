// Packs packages of the web as they are published, and installs them in empty folders as apps would. What builds the apps comes from src/web; nothing else of the repository is on the way.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const npm = (cwd, ...parts) => run("npm", [...parts, "--no-audit", "--no-fund", "--loglevel=error", "--foreground-scripts=false"], { cwd });

/** The archives of these packages, in a folder. A package is built anew for it, so one test after the other has its turn. */
export async function pack(web, folder, ...names) {
  const { alone } = await import(pathToFileURL(join(web, "scripts/lock.mjs")));
  return await alone(join(web, ".pack-lock"), async () => {
    const archives = [];
    for (const name of names) {
      const [{ filename }] = JSON.parse((await npm(folder, "pack", "--json", join(web, name))).stdout);
      archives.push(join(folder, filename));
    }
    return archives;
  });
}

/** The example of a README that stands under "An example as a whole". */
export function example(web, name) {
  const text = readFileSync(join(web, name, "README.md"), "utf8");
  const part = text.slice(text.indexOf("## An example as a whole"));
  return /```jsx?\n(.*?)```/s.exec(part)[1];
}

/** A folder with these packages and files in it, and nothing more. */
export async function app(folder, name, packages, files) {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(join(place, "package.json"), `{ "private": true, "type": "module" }`);
  await npm(place, "install", "--prefer-offline", ...packages);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  return place;
}
