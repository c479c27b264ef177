// node guide.mjs <guide.md> <folder with the packages> <server> <admin key> <line> …: runs the code of a guide that is ours, as it stands there, one block after the other, until it
// has printed all of these lines. What the guide takes for granted (server, adminKey, fetchToken) is given here.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [guide, folder, server, adminKey, ...expected] = process.argv.slice(2);
const given = `
const server = ${JSON.stringify(server)};
const adminKey = ${JSON.stringify(adminKey)};
async function fetchToken(user) {
  const answer = await fetch(server + "/api/v1/dev/sign-in", { method: "POST", body: JSON.stringify({ name: user, user }) });
  return (await answer.json()).token;
}
await fetchToken("bob"); // whom the server knows from now on
`;

/** What is published right after a subscription was asked for might come before it: a reader of the guide is slower. */
const subscribed = (code) =>
  [...code.matchAll(/client\.topic\("([^"]+)"\)/g)].map(([, topic]) => `await client.connection.request("topic.subscribe", { topic: "${topic}" });\n`).join("");

const blocks = [...readFileSync(guide, "utf8").matchAll(/```js akkarealtime\n(.*?)```/gs)].map(([, code]) => code);
const script = join(folder, `guide-${Date.now()}.js`);
writeFileSync(script, given + blocks.map((code) => code + subscribed(code)).join("\n"));

const missing = new Set(expected);
const printed = [];
const log = console.log;
console.log = (...words) => {
  const line = words.join(" ");
  printed.push(line);
  missing.delete(line);
  if (missing.size === 0) {
    log(printed.join("\n"));
    process.exit(0);
  }
};
setTimeout(() => {
  log(`Not printed: ${[...missing].join("; ")}. Printed: ${printed.join("; ")}`);
  process.exit(1);
}, 60_000);
await import(pathToFileURL(script).href);
