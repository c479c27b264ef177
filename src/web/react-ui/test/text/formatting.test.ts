import { describe, expect, it } from "vitest";
import { beginningOf, cleanText, isEmojiOnly } from "../../src/text/clean.ts";
import { loadEmojis, toned } from "../../src/emoji/emoji.ts";
import { emojiAt, findEmojis, typedEmoji } from "../../src/emoji/find.ts";
import { setLanguage } from "../../src/i18n/language.ts";
import { parts, safeHref } from "../../src/text/linkify.ts";
import { mayBeMarkdown } from "../../src/text/markdown-loader.ts";
import { parseMarkdown, type MarkdownNode } from "../../src/text/markdown.ts";
import { snippetOf } from "../../src/text/snippet.ts";

/** A tree in short: p(…), strong(…), a[href](…). */
function short(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) => {
      if (typeof node === "string") return node;
      if (node.tag === "br") return "/";
      if (node.tag === "code") return `code(${node.text})`;
      if (node.tag === "pre") return `pre[${node.language}](${node.text})`;
      const more = node.tag === "a" ? `[${node.href}]` : node.tag === "ol" ? `[${node.start}]` : "";
      return `${node.tag}${more}(${short(node.children)})`;
    })
    .join("");
}

describe("the formatting of a text", () => {
  it.each([
    ["**bold** *it* _it_ ~~no~~ `code`", "p(strong(bold) em(it) em(it) s(no) code(code))"],
    ["one\ntwo\n\nthree", "p(one/two)p(three)"],
    ["- a\n- b\n  - c", "ul(li(a)li(bul(li(c))))"],
    ["3. a\n4. b", "ol[3](li(a)li(b))"],
    ["> said\n> so", "blockquote(p(said/so))"],
    ["```ts\nconst a = 1 < 2;\n```", "pre[ts](const a = 1 < 2;)"],
    ["``` \"><b>\nx\n```", "pre[](x)"],
    ["```\nnot ended", "pre[](not ended)"],
    ["[name](https://example.org/a) and [mail](mailto:a@example.org)", "p(a[https://example.org/a](name) and a[mailto:a@example.org](mail))"],
    ["snake_case_name 2*3*4 and a * b", "p(snake_case_name 2em(3)4 and a * b)"],
    ["\\*plain\\*", "p(*plain*)"],
    ["# no heading\n\n| no | table |\n|---|---|\n\n---", "p(# no heading)p(| no | table |/|---|---|)p(---)"],
    ["&lt;b&gt; &#106;", "p(&lt;b&gt; &#106;)"],
    ["<b>**x**</b>", "p(<b>strong(x)</b>)"],
    ["![no picture](https://example.org/x.png)", "p(!a[https://example.org/x.png](no picture))"],
    ["[a]: https://example.org\n\n[a]", "p([a]: https://example.org)p([a])"],
  ])("%j", (text, expected) => expect(short(parseMarkdown(text))).toBe(expected));

  it("leads nowhere but to the web and mail, and hides no host", () => {
    const bad = ["javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example", "/relative", "blob:https://a.example/1", "https://bank.example@evil.example/", "https:/evil.example", "https://a\\b", "http://", "mailto:"];
    expect(bad.filter((url) => safeHref(url) !== null)).toEqual([]);
    for (const url of bad) expect(short(parseMarkdown(`[x](${url})`))).not.toContain("a[");
    for (const url of bad) expect(short(parseMarkdown(`[x](<${url}>)`))).not.toContain("a[");
  });

  it("is not looked for in plain texts", () => {
    expect(["hello", "see https://example.org/a-b", "a - b", "1.5 and 2", "(a) [b]", "it's 5 > 3"].filter(mayBeMarkdown)).toEqual([]);
    expect(["**a**", "- a", "1. a", "> a", "`a`", "a\n- b", "[a](b)", "~~a~~"].filter((text) => !mayBeMarkdown(text))).toEqual([]);
  });

  it("of what would be a page full of elements is the text itself", () => {
    const text = "*a* ".repeat(16_000);
    expect(parseMarkdown(text)).toEqual([{ tag: "p", children: [text] }]);
  });

  // No limit of time is measured: an algorithm that explodes with these would not end within the test's.
  it.each([
    ["brackets", "[".repeat(65_536)],
    ["closed brackets", "[".repeat(32_000) + "]".repeat(32_000)],
    ["links", "[a](".repeat(16_000)],
    ["stars", "*a **a ".repeat(9_000)],
    ["backticks", Array.from({ length: 360 }, (_, index) => "`".repeat(index)).join(" ")],
    ["quotes", ">".repeat(65_536)],
    ["lists", Array.from({ length: 300 }, (_, index) => `${" ".repeat(index * 2)}- x`).join("\n")],
    ["link with brackets", `https://x/${")".repeat(65_000)}`],
    ["link with marks", `https://x/${"!".repeat(65_000)}a`],
    ["mentions", "@a.".repeat(21_000)],
    ["marks", `a${"\u0301".repeat(65_000)}`],
    ["tildes", "~~a ".repeat(16_000)],
  ])("takes 64 KB of %s", (_, text) => {
    expect(short(parseMarkdown(cleanText(text))).length).toBeGreaterThan(0);
    expect(parts(text).map((part) => part.text).join("")).toBe(text);
  });
});

describe("a text as it is shown", () => {
  it("has whole characters and nothing that turns it around", () => {
    expect(cleanText("a\ud800b\udc00c 😀")).toBe("a\ufffdb\ufffdc 😀");
    expect(cleanText("photo_\u202egnp.exe")).toBe("photo_gnp.exe");
    expect(cleanText("a\u0000b\u0007c\u001b[31m\td\r\ne")).toBe("abc[31m\td\ne");
    expect(cleanText("\u05e9\u05dc\u05d5\u05dd \u2066x\u2069 \u200f!")).toBe("\u05e9\u05dc\u05d5\u05dd \u2066x\u2069 \u200f!");
  });

  it("has no towers of marks, and keeps those that writing needs", () => {
    expect(cleanText(`z${"\u0335".repeat(60)}algo`)).toBe(`z${"\u0335".repeat(4)}algo`);
    const written = "é ñ Việt ֹ बच्चे ที่";
    expect(cleanText(written)).toBe(written);
  });

  it("is cut at a word or a line, never within a character", () => {
    expect(beginningOf("short", 100, 5)).toBeNull();
    expect(beginningOf("one two three four", 10, 5)).toBe("one two");
    expect(beginningOf("1\n2\n3\n4", 100, 2)).toBe("1\n2");
    expect(beginningOf("😀".repeat(10), 5, 5)).toBe("😀😀");
  });

  it("is large when it is nothing but a few emoji", () => {
    expect(["👍", "❤️ 🎉", "👨‍👩‍👧 🇪🇺"].map(isEmojiOnly)).toEqual([true, true, true]);
    expect(["👍 ok", "1", "#", "", "👍".repeat(20)].map(isEmojiOnly)).toEqual([false, false, false, false, false]);
  });
});

describe("emoji", () => {
  const first = async (text: string) => findEmojis(await loadEmojis(), text)[0]?.emoji;

  it("are found by their codes and words in the language in use, and taken as they are typed", async () => {
    expect([await first("rocket"), await first(":smile:"), await first("thumbs up"), await first("🦖")]).toEqual(["🚀", "😄", "👍️", "🦖"]);
    expect(findEmojis(await loadEmojis(), "nothing like this")).toEqual([]);
    expect([typedEmoji(" 🫠 "), typedEmoji("so")]).toEqual(["🫠", null]);
    await setLanguage("de");
    expect(await first("rakete")).toBe("🚀");
    await setLanguage("en");
  });

  it("have skin tones where there are hands and faces of people", async () => {
    const all = await loadEmojis();
    const of = (wanted: string, tone: number) => toned(all.find(({ codes }) => codes.includes(wanted)) ?? (() => { throw new Error(wanted); })(), tone);
    expect([of("wave", 5), of("wave", 0), of("v", 3), of("rocket", 3)]).toEqual(["👋🏿", "👋", "✌🏽", "🚀"]);
  });

  it("are completed from two characters after a colon that begins a word", () => {
    expect(emojiAt("so :smi", 7)).toEqual({ start: 3, query: "smi", isWhole: false });
    expect(emojiAt(":smile:", 7)).toEqual({ start: 0, query: "smile", isWhole: true });
    expect([emojiAt("at 10:30", 8), emojiAt("a:smile", 7), emojiAt(":D", 2), emojiAt("https://x", 9)]).toEqual([null, null, null, null]);
  });
});

describe("a search hit", () => {
  const marked = (text: string, query: string) => snippetOf(text, query).map((part) => (part.isHit ? `[${part.text}]` : part.text)).join("");

  it("shows the words in what is around them", () => {
    expect(marked("The quick brown fox", "QUICK fox")).toBe("The [quick] brown [fox]");
    expect(marked(`${"before ".repeat(20)}needle${" after".repeat(60)}`, "needle")).toMatch(/^… before .*\[needle\] after.* …$/);
    expect(marked("a.b (c)", "(c)")).toBe("a.b ([c])");
  });

  it("shows what the server found, however it is written", () => {
    expect(marked("Zürich, STRASSE 7", "zurich straße")).toBe("[Zürich], [STRASSE] 7");
    expect(marked("Zu\u0308rich", "züri")).toBe("[Zu\u0308ri]ch");
    expect(marked("a follow-up, up to follow", "follow-up")).toBe("a [follow-up], up to follow");
    expect(marked("group up", "up")).toBe("group [up]");
    expect(marked("東京都に行く", "京都")).toBe("東[京都]に行く");
    expect(marked("well done 👍🏽!", "👍")).toBe("well done [👍🏽]!");
    expect(marked("ＡＢＣ ｶﾞｽ", "abc ガス")).toBe("[ＡＢＣ] [ｶﾞｽ]");
  });

  it("stands for itself where it means something to a pattern", () => {
    expect(marked("C++ and C#", "c++")).toBe("[C]++ and [C]#");
    for (const query of ["(", "[", "follow-up", "a|b", "\\", "*", "$^", "a{2", "(?<x", "-", "\\u{", "/a/"]) expect(() => marked("a (b)", query)).not.toThrow();
  });
});
