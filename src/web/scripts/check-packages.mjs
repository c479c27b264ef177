// What is packed, looked at as others get it: publint, attw, and what it costs an app. `npm run lint` runs it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { rolldown } from "rolldown";
import { checkVersions } from "./versions.mjs";

const web = new URL("../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "akkarealtime-packages-"));
const problems = checkVersions();
const npm = (...parts) => execFileSync("npm", parts, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], shell: process.platform === "win32" });

/** Bytes that an app downloads before it begins, compressed by gzip: the server's and most CDNs' least. */
const budgets = [
  { name: "connection alone", most: 4_500, code: `import { Core } from "@akkarealtime/client"; new Core({ server: "https://example.com", user: "a", token: "t" }).connect();` },
  { name: "chat alone", most: 12_000, code: `import { connect } from "@akkarealtime/client/chat"; connect({ server: "https://example.com", user: "a", token: "t" }).onMessage(console.log);` },
  { name: "status alone", most: 6_600, code: `import { connect } from "@akkarealtime/client/status"; connect({ server: "https://example.com", user: "a", token: "t" }).presence.watch("b");` },
  { name: "everything", most: 36_000, code: `import { connect } from "@akkarealtime/client"; connect({ server: "https://example.com", user: "a", token: "t" });` },
];

async function firstLoad(name, code) {
  const input = join(folder, `${name.replaceAll(" ", "-")}.mjs`);
  writeFileSync(input, code);
  const bundle = await rolldown({ input, platform: "browser", onwarn: () => undefined });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  // The other files are asked for when they are used.
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const first = new Set();
  const add = (file) => {
    if (first.has(file)) return;
    first.add(file);
    chunks.get(file)?.imports.forEach(add);
  };
  add(output[0].fileName);
  return [...first].reduce((sum, file) => sum + gzipSync(chunks.get(file).code, { level: 9 }).length, 0);
}

try {
  const archives = [];
  for (const name of ["client", "react", "react-ui"]) {
    const [{ filename }] = JSON.parse(npm("pack", "--json", "--loglevel=error", "--foreground-scripts=false", join(web, name)));
    // What is measured needs no React.
    if (name !== "react-ui") archives.push(`./${filename}`);
    const { messages, pkg } = await publint({ pkgDir: join(web, name), level: "suggestion", strict: true });
    for (const message of messages) problems.push(`publint, ${name}: ${formatMessage(message, pkg)}`);
    try {
      execFileSync(process.execPath, [join(web, "node_modules/@arethetypeswrong/cli/dist/index.js"), join(folder, filename), "--profile", "esm-only", "--no-color", ...(name === "react-ui" ? ["--exclude-entrypoints", "./styles.css", "./first.css"] : [])], { encoding: "utf8" });
    } catch (error) {
      problems.push(`attw, ${name}:\n${error.stdout}`);
    }
  }
  writeFileSync(join(folder, "package.json"), `{ "private": true, "type": "module" }`);
  npm("install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", "--legacy-peer-deps", ...archives);
  for (const { name, most, code } of budgets) {
    const bytes = await firstLoad(name, code);
    const line = `${name}: ${bytes.toLocaleString("en")} of ${most.toLocaleString("en")} bytes`;
    if (bytes > most) problems.push(`Too large: ${line}. What is it that everybody needs?`);
    else if (process.argv.includes("--sizes")) process.stdout.write(`${line}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
}
