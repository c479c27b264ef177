import type { Element, RootContent, Text } from "hast";
import { createLowlight, type LanguageFn } from "lowlight";

/** A run of code, and what it is: `keyword`, say. Plain where it is nothing in particular. */
export type CodePart = string | { readonly kind: string; readonly parts: readonly CodePart[] };

/** A page of code takes long to look at; what is longer is shown without colours. */
const longest = 20_000;

const grammars: Readonly<Record<string, () => Promise<{ readonly default: LanguageFn }>>> = {
  bash: () => import("highlight.js/lib/languages/bash"),
  c: () => import("highlight.js/lib/languages/c"),
  cpp: () => import("highlight.js/lib/languages/cpp"),
  csharp: () => import("highlight.js/lib/languages/csharp"),
  css: () => import("highlight.js/lib/languages/css"),
  diff: () => import("highlight.js/lib/languages/diff"),
  dockerfile: () => import("highlight.js/lib/languages/dockerfile"),
  fsharp: () => import("highlight.js/lib/languages/fsharp"),
  go: () => import("highlight.js/lib/languages/go"),
  graphql: () => import("highlight.js/lib/languages/graphql"),
  ini: () => import("highlight.js/lib/languages/ini"),
  java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"),
  json: () => import("highlight.js/lib/languages/json"),
  kotlin: () => import("highlight.js/lib/languages/kotlin"),
  makefile: () => import("highlight.js/lib/languages/makefile"),
  php: () => import("highlight.js/lib/languages/php"),
  powershell: () => import("highlight.js/lib/languages/powershell"),
  python: () => import("highlight.js/lib/languages/python"),
  ruby: () => import("highlight.js/lib/languages/ruby"),
  rust: () => import("highlight.js/lib/languages/rust"),
  sql: () => import("highlight.js/lib/languages/sql"),
  swift: () => import("highlight.js/lib/languages/swift"),
  typescript: () => import("highlight.js/lib/languages/typescript"),
  xml: () => import("highlight.js/lib/languages/xml"),
  yaml: () => import("highlight.js/lib/languages/yaml"),
};

/** What people write for them. */
const others: Readonly<Record<string, string>> = {
  "c#": "csharp", "c++": "cpp", "f#": "fsharp", cc: "cpp", cs: "csharp", docker: "dockerfile", fs: "fsharp", golang: "go", h: "c", hpp: "cpp", htm: "xml", html: "xml", js: "javascript", jsonc: "json",
  jsx: "javascript", kt: "kotlin", make: "makefile", mjs: "javascript", patch: "diff", ps1: "powershell", py: "python", rb: "ruby", rs: "rust", sh: "bash", shell: "bash", svg: "xml", toml: "ini",
  ts: "typescript", tsx: "typescript", yml: "yaml", zsh: "bash",
};

const lowlight = createLowlight();

/** The parts of a code, whose texts together are the code; null where its language isn't known here, or it is too long. */
export async function highlight(code: string, language: string): Promise<readonly CodePart[] | null> {
  const given = language.toLowerCase();
  const name = Object.hasOwn(others, given) ? (others[given] ?? given) : given;
  const grammar = Object.hasOwn(grammars, name) ? grammars[name] : undefined;
  if (!grammar || code.length > longest) return null;
  if (!lowlight.registered(name)) lowlight.register(name, (await grammar()).default);
  return lowlight.highlight(name, code).children.map(partOf);
}

function partOf(node: RootContent | Element | Text): CodePart {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return "";
  const [first = ""] = Array.isArray(node.properties.className) ? node.properties.className : [];
  return { kind: first.replace(/^hljs-/, ""), parts: node.children.map(partOf) };
}
