// Makes a package ready to be packed: `npm pack` and `npm publish` run it in the package's folder, so that a fresh clone packs what it should.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkVersions } from "./versions.mjs";

function run(folder, ...npm) {
  // What npm says of its own steps would end up in what `npm pack --json` prints.
  const { status } = spawnSync("npm", ["run", "--silent", ...npm], { cwd: folder, stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
}

const folder = process.cwd();
const web = new URL("../", import.meta.url).pathname;
const problems = checkVersions();
if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exit(1);
}

// Files of an earlier build that have no source any more stay out.
rmSync(join(folder, "dist"), { recursive: true, force: true });
// Each is compiled against what the packages before it have.
for (const name of ["client", "react", "react-ui"].map((one) => join(web, one))) {
  if (name === folder) break;
  if (!existsSync(join(name, "dist/index.d.ts"))) run(name, "build");
}
run(folder, "build");
copyFileSync(join(web, "../../.github/LICENSE"), join(folder, "LICENSE"));
