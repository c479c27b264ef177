import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { Plugin } from "vite";

const root = import.meta.dirname;
/** The kit's own. */
export const folder = join(root, "messages");
export const source = "en";
/** English from right to left, by the name that such a language has in CLDR: for tests of the layout, and for finding texts outside the catalogues. */
export const pseudo = "ar-XB";

export type Catalogue = Readonly<Record<string, string>>;

export const languages: readonly string[] = readdirSync(folder).map((name) => basename(name, ".json"));

function fileOf(language: string, of: string): string {
  return join(of, `${language === pseudo ? source : language}.json`);
}

/** All texts in a language, of these folders. */
export function catalogue(language: string, ...of: readonly string[]): Catalogue {
  return Object.assign({}, ...of.map((one) => JSON.parse(readFileSync(fileOf(language, one), "utf8")) as Catalogue)) as Catalogue;
}

/** What a message is when it runs: a text, or of the values and of what the language's rules make of them a list of parts. */
export function compile(message: string, language: string): string {
  const elements = parse(message, { ignoreTag: true });
  const isRtl = language.startsWith("ar");
  const texts = (text: string) => JSON.stringify(language === pseudo && /\p{L}/u.test(text) ? `\u202e${text}\u202c` : text);
  const list = (of: readonly MessageFormatElement[], counted: string): string => `[${of.map((element) => part(element, counted)).join(",")}]`;
  const part = (element: MessageFormatElement, counted: string): string => {
    switch (element.type) {
      case TYPE.literal:
        return texts(element.value);
      case TYPE.argument:
        // A name keeps its own direction, and what is around it the line's.
        return isRtl ? `"\u2068",v.${element.value},"\u2069"` : `v.${element.value}`;
      case TYPE.number:
        return `f.number(v.${element.value})`;
      case TYPE.pound:
        return `f.number(${counted})`;
      case TYPE.select:
      case TYPE.plural: {
        const value = `v.${element.value}`;
        const forms = Object.entries(element.options).map(([name, option]) => `${JSON.stringify(name)}:${list(option.value, value)}`);
        return `f.${element.type === TYPE.plural ? "plural" : "select"}(${value},{${forms.join(",")}})`;
      }
      default:
        throw new Error(`Not supported in a message: ${message}`);
    }
  };
  return elements.every(({ type }) => type === TYPE.literal) ? texts(elements.map((element) => (element as { value: string }).value).join("")) : `(v,f)=>${list(elements, "")}`;
}

/** The names of the values in a message. */
export function valuesOf(message: string): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (elements: readonly MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      if (element.type !== TYPE.tag) names.add(element.value);
      if (element.type === TYPE.plural || element.type === TYPE.select) for (const { value } of Object.values(element.options)) look(value);
    }
  };
  look(parse(message, { ignoreTag: true }));
  return names;
}

const keyIn = /"([a-z]\w*\.\w+)"/gi;

/** Where what an app imports of the kit has its source. */
function sourceOf(specifier: string): string {
  const { name, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name: string; exports: Record<string, { "akkarealtime-source": string }> };
  return join(root, exports[`.${specifier.slice(name.length)}`]?.["akkarealtime-source"] ?? "");
}

/** The keys that a file needs, in the order in which it reads: what it imports, and they in turn, except by `import()`. */
function keysOf(entry: string, known: Catalogue): readonly string[] {
  const keys = new Set<string>();
  const seen = new Set<string>();
  const read = (file: string) => {
    if (seen.has(file) || !/\.tsx?$/.test(file)) return;
    seen.add(file);
    const code = readFileSync(file, "utf8");
    for (const [, key = ""] of code.matchAll(keyIn)) if (key in known) keys.add(key);
    for (const [, path = ""] of code.matchAll(/^(?:import (?!type\b)|\} from |export .* from )(?:[^"]*from )?"(\.[^"]+|@akkarealtime\/react-ui[^"]*)";$/gm)) read(path.startsWith(".") ? join(dirname(file), path) : sourceOf(path));
  };
  read(entry);
  return [...keys];
}

const virtual = /^virtual:messages\/(first|later)\/([\w-]+)$/;

interface MessagesOptions {
  /** What is loaded first. */
  readonly entry: string;
  readonly folders: readonly string[];
  /** Where nobody asks by key from outside, a key is the message's place in a list: keys would be half as long again as the texts. */
  readonly byPlace: boolean;
}

/** `virtual:messages/first/<language>` is what the first load needs of a language, `…/later/<language>` all else. */
export function messages({ entry, folders, byPlace }: MessagesOptions): Plugin {
  const keys = Object.keys(catalogue(source, ...folders));
  const first = keysOf(entry, catalogue(source, ...folders));
  const order = [...first, ...keys.filter((key) => !first.includes(key))];
  const place = new Map(order.map((key, index) => [key, index]));
  let isBuild = false;
  return {
    name: "messages",
    enforce: "pre",
    configResolved: ({ command }) => void (isBuild = command === "build"),
    resolveId: (id) => (virtual.test(id) ? `\0${id}` : null),
    load(id) {
      const [, which, language] = virtual.exec(id.slice(1)) ?? [];
      if (language === undefined) return null;
      for (const folder of folders) this.addWatchFile(fileOf(language, folder));
      const texts = catalogue(language, ...folders);
      const compiled = (keys: readonly string[]) => keys.map((key) => [key, compile(texts[key] ?? "", language)] as const);
      const asked = which === "first" ? first : order.slice(first.length);
      const byKey = (keys: readonly string[]) => `export default {${compiled(keys).map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}`;
      if (isBuild) return byPlace ? `export default [${compiled(asked).map(([, text]) => text).join(",")}]` : byKey(asked);
      // While one writes, keys come and go.
      return byKey(which === "first" ? keys : []);
    },
    transform(code, id) {
      if (!isBuild || !byPlace || !/(?:app|react-ui).src.*\.tsx?$/.test(id)) return null;
      const at = (key: string) => place.get(key)?.toString();
      const attributes = code.replace(/="([a-z]\w*\.\w+)"/gi, (whole, key: string) => (place.has(key) ? `={${at(key) ?? ""}}` : whole));
      return { code: attributes.replace(keyIn, (whole, key: string) => at(key) ?? whole), map: null };
    },
  };
}

const ofWorker = "virtual:worker-messages";

/** `virtual:worker-messages` is what a worker needs, of every language that people are offered: it has to know its texts before any page is there. */
export function workerMessages(entry: string, folders: readonly string[]): Plugin {
  return {
    name: "worker-messages",
    resolveId: (id) => (id === ofWorker ? `\0${id}` : null),
    load(id) {
      if (id !== `\0${ofWorker}`) return null;
      const keys = keysOf(entry, catalogue(source, ...folders));
      const texts = (language: string) => {
        const all = catalogue(language, ...folders);
        return keys.map((key) => `${JSON.stringify(key)}:${compile(all[key] ?? "", language)}`).join(",");
      };
      return `export default {${languages.map((language) => `${language}:{${texts(language)}}`).join(",")}}`;
    },
  };
}
