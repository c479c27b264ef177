// The packages of npm and of NuGet are one version: the server's, in src/Directory.Build.props.
import { readFileSync } from "node:fs";

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

/** What is wrong, a sentence each. */
export function checkVersions() {
  const version = /<VersionPrefix>([^<]+)<\/VersionPrefix>/.exec(read("../Directory.Build.props"))?.[1];
  if (version === undefined) return ["src/Directory.Build.props has no VersionPrefix."];
  const problems = [];
  for (const name of ["client", "react", "react-ui", "app"]) {
    const { version: own, dependencies, peerDependencies } = JSON.parse(read(`${name}/package.json`));
    if (own !== version) problems.push(`src/web/${name}/package.json is version ${own}, and src/Directory.Build.props ${version}.`);
    for (const [other, range] of Object.entries({ ...dependencies, ...peerDependencies })) {
      if (other.startsWith("@akkarealtime/") && range !== `^${version}`) problems.push(`src/web/${name}/package.json wants ${other} ${range}, not ^${version}.`);
    }
  }
  return problems;
}
