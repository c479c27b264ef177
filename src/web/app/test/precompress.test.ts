import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { precompress } from "../../scripts/precompress.ts";

const folder = (...names: string[]) => {
  const dir = mkdtempSync(join(tmpdir(), "akkarealtime-dist-"));
  for (const name of names) writeFileSync(join(dir, name), `this is ${name}`);
  return dir;
};
const run = (dir: string) => (precompress().writeBundle as (options: { dir: string }) => void)({ dir });

describe("what the server sends of a built page", () => {
  it("stands compressed beside what a browser reads", () => {
    const dir = folder("index.html", "start.js", "icon.png");
    run(dir);
    expect(brotliDecompressSync(readFileSync(join(dir, "start.js.br"))).toString()).toBe("this is start.js");
    expect(gunzipSync(readFileSync(join(dir, "index.html.gz"))).toString()).toBe("this is index.html");
    expect(existsSync(join(dir, "icon.png.br"))).toBe(false);
  });

  it("is not taken for whole where the build ended in the middle", () => {
    const dir = folder("a.js", "index.html");
    // Nobody can read this one.
    mkdirSync(join(dir, "z.js"));
    expect(() => run(dir)).toThrow();
    expect(existsSync(join(dir, "a.js.gz"))).toBe(true);
    expect(existsSync(join(dir, "index.html.gz"))).toBe(false);
  });
});
