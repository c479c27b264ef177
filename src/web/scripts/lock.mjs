import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether the process that holds the lock is gone; one that has not written its id yet gets a few seconds. */
function isStale(lock) {
  try {
    process.kill(Number(readFileSync(join(lock, "pid"), "utf8")), 0);
    return false;
  } catch (error) {
    if (error.code !== "ENOENT") return error.code === "ESRCH";
    return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 5_000;
  }
}

/** Runs something while no other process that names the same folder does; the folder is there as long. */
export async function alone(lock, run) {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (isStale(lock)) rmSync(lock, { recursive: true, force: true });
      else await sleep(200);
    }
  }
  try {
    writeFileSync(join(lock, "pid"), String(process.pid));
    return await run();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
