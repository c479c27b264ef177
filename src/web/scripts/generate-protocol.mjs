// Writes the TypeScript types of the wire: `npm run generate`, from docs/asyncapi.yaml to client/src/protocol/generated.ts.
// `npm run lint` runs it with --check, and fails where the two differ.
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const source = new URL("../../../docs/asyncapi.yaml", import.meta.url);
const target = new URL("../client/src/protocol/generated.ts", import.meta.url);
const { components, operations } = parse(readFileSync(source, "utf8"));
const { messages, schemas } = components;

const requestPrefix = "request.";
const lastPart = (path) => path.slice(path.lastIndexOf("/") + 1);
const nameOf = ({ $ref }) => lastPart($ref);
/** The name of the schema that `data` has in an envelope. */
const dataOf = (envelope) => nameOf(schemas[envelope].properties.data);
/** A payload is an envelope, or one of several. */
const envelopesOf = ({ payload }) => schemas[nameOf(payload)].oneOf?.map(nameOf) ?? [nameOf(payload)];
const messageOf = (reference) => lastPart(reference.$ref);

/** Envelopes of types that the protocol names are told by the maps; those of the host's own are types like others. */
const hasNamedType = (envelope) => schemas[envelope].properties?.type?.const !== undefined;
const isInMaps = (name) => hasNamedType(name) || schemas[name].oneOf?.map(nameOf).every(hasNamedType) === true;
const isRequest = (name) => name.endsWith("Request");
const quoted = (text) => JSON.stringify(text);
const number = new Intl.NumberFormat("en-US");

function limits({ minimum = 0, maximum, maxLength, maxItems }) {
  if (maximum !== undefined) return `${number.format(minimum)} to ${number.format(maximum)}.`;
  if (maxItems !== undefined) return `At most ${number.format(maxItems)}.`;
  return maxLength === undefined ? "" : `At most ${number.format(maxLength)} characters.`;
}

function comment(text, indent = "") {
  return text ? `${indent}/** ${text.trim()} */\n` : "";
}

const describe = (schema, more = "") => [more, schema.description, limits(schema)].filter(Boolean).join(" ");

function type(schema) {
  if (schema.$ref) return nameOf(schema);
  if (schema.enum) return schema.enum.map(quoted).join(" | ");
  if (schema.oneOf) return schema.oneOf.map(type).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((one) => type({ type: one })).join(" | ");
  switch (schema.type) {
    case "array":
      return `readonly ${type(schema.items)}[]`;
    case "integer":
      return "number";
    case "object":
      return `Readonly<Record<string, ${schema.additionalProperties?.type || schema.additionalProperties?.$ref ? type(schema.additionalProperties) : "unknown"}>>`;
    case "boolean":
    case "null":
    case "number":
    case "string":
      return schema.type;
    default:
      throw new Error(`docs/asyncapi.yaml: no type for ${JSON.stringify(schema)}`);
  }
}

/** What a schema is for is said at the message that has it. */
const summaries = new Map(Object.values(messages).filter(({ payload }) => isInMaps(nameOf(payload))).flatMap((message) => envelopesOf(message).map((envelope) => [dataOf(envelope), message])));

function introduction(name) {
  const message = summaries.get(name);
  return describe(schemas[name], message && `\`${message.name}\`: ${message.summary}`);
}

function declaration([name, schema]) {
  const intro = comment(introduction(name));
  if (!schema.properties) return `${intro}export type ${name} = ${type(schema)};\n`;
  const members = Object.entries(schema.properties).filter(([member]) => !(member === "ref" && isRequest(name)));
  if (members.length === 0) return `${intro}export type ${name} = Readonly<Record<string, never>>;\n`;
  const lines = members.map(([member, property]) => {
    const optional = schema.required?.includes(member) ? "" : "?";
    return `${comment(describe(property), "  ")}  readonly ${member}${optional}: ${type(property)};\n`;
  });
  return `${intro}export interface ${name} {\n${lines.join("")}}\n`;
}

function map(name, intro, entries) {
  const lines = entries.map(([key, value]) => `  readonly ${quoted(key)}: ${value};\n`);
  return `${comment(intro)}export interface ${name} {\n${lines.join("")}}\n`;
}

const requests = Object.values(operations)
  .filter(({ action, messages: [asked] }) => action === "receive" && isInMaps(nameOf(messages[messageOf(asked)].payload)))
  .map(({ messages: [asked], reply }) => {
    const key = messageOf(asked);
    // Of several replies the one that carries the `ref` is the answer.
    const answer = reply?.messages
      .map(messageOf)
      .filter((one) => one !== "error")
      .flatMap((one) => envelopesOf(messages[one]).map(dataOf))
      .find((one) => schemas[one].properties.ref);
    return { type: messages[key].name, data: dataOf(envelopesOf(messages[key])[0]), answer };
  });
const said = Object.entries(messages)
  .filter(([key, { payload }]) => !key.startsWith(requestPrefix) && isInMaps(nameOf(payload)))
  .map(([, message]) => [message.name, envelopesOf(message).map(dataOf).join(" | ")]);
const logged = schemas.LogEvent.oneOf.map(nameOf).map((envelope) => [schemas[envelope].properties.type.const, dataOf(envelope)]);

const text = `// Generated from docs/asyncapi.yaml by scripts/generate-protocol.mjs: change that file, then \`npm run generate\`.

${Object.entries(schemas)
  .filter(([name]) => !isInMaps(name))
  .map(declaration)
  .join("\n")}
${map(
  "Requests",
  "Every request that is answered: what goes out and what comes back. The connection adds the `ref`.",
  requests.filter(({ answer }) => answer).map(({ type: key, data, answer }) => [key, `{ readonly data: ${data}; readonly reply: ${answer} }`]),
)}
${map(
  "Notices",
  "Every request that has no reply: what goes out.",
  requests.filter(({ answer }) => !answer).map(({ type: key, data }) => [key, data]),
)}
${map("ServerMessages", "Everything that the server sends, replies as well as events.", said)}
${map("LogEvents", "The events of a room's log.", logged)}
${comment(schemas.LogEvent.description)}export type LogEvent = { [T in keyof LogEvents]: { readonly type: T; readonly data: LogEvents[T] } }[keyof LogEvents];

/** The types of the events of a room's log. */
export const logEventTypes: readonly (keyof LogEvents)[] = [
${logged.map(([key]) => `  ${quoted(key)},\n`).join("")}];
`;

if (!process.argv.includes("--check")) {
  writeFileSync(target, text);
} else if (readFileSync(target, "utf8").replaceAll("\r\n", "\n") !== text) {
  process.stderr.write("client/src/protocol/generated.ts is not what docs/asyncapi.yaml says: run `npm run generate`.\n");
  process.exitCode = 1;
}
