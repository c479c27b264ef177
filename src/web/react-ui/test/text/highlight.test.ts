import { describe, expect, it } from "vitest";
import { highlight, type CodePart } from "../../src/text/highlight.ts";

const textOf = (parts: readonly CodePart[]): string => parts.map((part) => (typeof part === "string" ? part : textOf(part.parts))).join("");
const kindsOf = (parts: readonly CodePart[]): string[] => parts.flatMap((part) => (typeof part === "string" ? [] : [part.kind, ...kindsOf(part.parts)]));

describe("the colours of code", () => {
  it.each(["ts", "TypeScript", "c#", "py", "sh", "html", "yml", "rs", "toml"])("are known for what people call %s, and leave the code as it is", async (language) => {
    const code = `<a href="x">&amp;</a>\nconst x = "${"é".repeat(3)}"; // 1 < 2\n\tif (x) { return null }\n`;
    const parts = await highlight(code, language);
    expect(textOf(parts ?? [])).toBe(code);
  });

  it("tell keywords, texts, numbers and comments apart", async () => {
    expect(kindsOf((await highlight('const x = "a" + 1; // why', "ts")) ?? [])).toEqual(["keyword", "string", "number", "comment"]);
  });

  it.each(["", "cobol", "constructor", "__proto__"])("are none where the language is %j", async (language) => {
    expect(await highlight("x = 1", language)).toBeNull();
  });

  it("are none where it is too long to be looked at while somebody reads", async () => {
    expect(await highlight("x = 1\n".repeat(4_000), "py")).toBeNull();
  });
});
