// Runs one npm command for the .NET build: `node scripts/once.mjs <output> <npm arguments…>`.
// Several builds may want it at the same time (two terminals, an IDE): one runs it, the others wait and take its result.
import { spawnSync } from "node:child_process";
import { statSync, utimesSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { alone } from "./lock.mjs";

const [output, ...npmArguments] = process.argv.slice(2);
const startedAt = Date.now();

await alone(fileURLToPath(new URL("../.build-lock", import.meta.url)), () => {
  const doneByOther = (statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0) > startedAt;
  if (doneByOther) return;
  const { status } = spawnSync("npm", npmArguments, { stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exitCode = status ?? 1;
  else utimesSync(output, new Date(), new Date());
});
