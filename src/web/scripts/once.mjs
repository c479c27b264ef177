// Runs one npm command for the .NET build: `node scripts/once.mjs <output> <npm arguments…>`.
// Several builds may want it at the same time (two terminals, an IDE): one runs it, the others wait and take its result.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const [output, ...npmArguments] = process.argv.slice(2);
const lock = new URL("../.build-lock/", import.meta.url);
const owner = new URL("pid", lock);
const startedAt = Date.now();

/** Whether the process that holds the lock is gone; one that has not written its id yet gets a few seconds. */
function isStale() {
  try {
    process.kill(Number(readFileSync(owner, "utf8")), 0);
    return false;
  } catch (error) {
    if (error.code !== "ENOENT") return error.code === "ESRCH";
    return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 5_000;
  }
}

for (;;) {
  try {
    mkdirSync(lock);
    break;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (isStale()) rmSync(lock, { recursive: true, force: true });
    else await sleep(200);
  }
}

try {
  writeFileSync(owner, String(process.pid));
  const doneByOther = (statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0) > startedAt;
  if (!doneByOther) {
    const { status } = spawnSync("npm", npmArguments, { stdio: "inherit", shell: process.platform === "win32" });
    if (status !== 0) process.exitCode = status ?? 1;
    else utimesSync(output, new Date(), new Date());
  }
} finally {
  rmSync(lock, { recursive: true, force: true });
}
