import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { folder as adminFolder } from "../../../admin/messages.ts";
import { ownFolder } from "../../../app/folders.ts";
import { catalogue as catalogueOf, folder as kitFolder, languages, valuesOf } from "../../messages.ts";
import { textsOutside, usesOf, type Use } from "./sources.ts";

const web = join(import.meta.dirname, "../../..");
const styled = ["react-ui", "admin"].map((page) => join(web, page, "src"));

/** Everywhere in a message, also within its forms. */
function elementsOf(message: string): readonly MessageFormatElement[] {
  const within = (elements: readonly MessageFormatElement[]): readonly MessageFormatElement[] =>
    elements.flatMap((element) => (element.type === TYPE.plural || element.type === TYPE.select ? [element, ...Object.values(element.options).flatMap(({ value }) => within(value))] : [element]));
  return within(parse(message, { ignoreTag: true }));
}

describe.each([
  { page: "the kit", sources: ["react-ui/src", "app/src"], folder: kitFolder },
  { page: "the users' page", sources: ["app/src"], folder: ownFolder },
  { page: "the operator's page", sources: ["admin/src"], folder: adminFolder },
])("catalogues of $page", ({ sources, folder }) => {
  const catalogue = (language: string) => catalogueOf(language, folder);
  const files = sources.flatMap((source) =>
    readdirSync(join(web, source), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
      .map((name) => join(web, source, name)),
  );
  const english = catalogue("en");
  const uses: readonly Use[] = files.flatMap((name) => usesOf(name, readFileSync(name, "utf8"), english));

  it.each(languages)("say everything in %s", (language) => {
    const texts = catalogue(language);
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    expect(Object.entries(texts).filter(([, text]) => text.trim() === "")).toEqual([]);
    expect(Object.keys(english).filter((key) => [...valuesOf(texts[key] ?? "")].sort().join() !== [...valuesOf(english[key] ?? "")].sort().join())).toEqual([]);
  });

  it.each(languages)("have each plural form of %s", (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const lacking = Object.entries(catalogue(language)).filter(([, text]) =>
      // One that only tells none apart has the rest under "other".
      elementsOf(text).some((element) => element.type === TYPE.plural && !("=0" in element.options) && forms.some((form) => !(form in element.options))),
    );
    expect(lacking).toEqual([]);
  });

  it.each(languages)("show no brace of their syntax in %s", (language) => {
    const shown = Object.entries(catalogue(language)).filter(([, text]) => elementsOf(text).some((element) => element.type === TYPE.literal && /[{}]/.test(element.value)));
    expect(shown).toEqual([]);
  });

  it("have no key that nothing uses, and none that is called like a message on the wire", () => {
    const used = new Set(uses.map(({ key }) => key));
    expect(Object.keys(english).filter((key) => !used.has(key))).toEqual([]);
    // In the users' page a key is replaced wherever it stands in the code (`messages.ts`).
    const wire = readFileSync(join(web, "client/src/protocol/generated.ts"), "utf8");
    expect(Object.keys(english).filter((key) => wire.includes(`"${key}"`))).toEqual([]);
  });

  it("are asked with the values that a text has, and only while something is drawn or said", () => {
    const wrong = uses.filter(({ key, values }) => values !== null && values.toSorted().join() !== [...valuesOf(english[key] ?? "")].sort().join());
    expect(wrong.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
    // A constant would stay in the language in which the page began.
    expect(uses.filter(({ isEarly }) => isEarly).map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
  });

  it("have every text of the page", () => {
    expect(files.flatMap((name) => textsOutside(name, readFileSync(name, "utf8")))).toEqual([]);
  });
});

describe.each(styled)("styles of %s", (source) => {
  it("say where a line begins and ends, not left and right", () => {
    const styles = readdirSync(join(source, "styles"));
    const physical = /(?<![-\w])(?:left|right): (?!50%)|(?:margin|padding|border)-(?:left|right)\b|(?:top|bottom)-(?:left|right)-radius|(?:text-align|float): (?:left|right)/;
    const lines = styles.flatMap((name) => readFileSync(join(source, "styles", name), "utf8").split("\n").map((line) => `${name}: ${line}`));
    expect(lines.filter((line) => physical.test(line))).toEqual([]);
    // Four of them, where the second isn't the fourth.
    const sides = lines.flatMap((line) => [...line.matchAll(/(?<![-\w])(?:margin|padding|inset): ([^;(]+);/g)].map(([, value = ""]) => ({ line, of: value.split(" ") })));
    expect(sides.filter(({ of }) => of.length === 4 && of[1] !== of[3]).map(({ line }) => line)).toEqual([]);
  });
});
