import { describe, expect, it, vi } from "vitest";
import { parseMarkdown, type MarkdownNode } from "../../src/text/markdown.ts";
import { markdownOfHtml } from "../../src/text/markdown-of-html.ts";

const textOf = (nodes: readonly MarkdownNode[]): string =>
  nodes.map((node) => (typeof node === "string" ? node : "children" in node ? textOf(node.children) : "text" in node ? node.text : "\n")).join(" ");

/** Without spaces, which move. */
const words = (text: string) => text.replace(/\s+/g, "");

describe("HTML that is pasted", () => {
  it.each([
    ["<b>a</b> <i>b</i> <s>c</s> <code>d</code>", "**a** _b_ ~~c~~ `d`"],
    ["<strong>a <em>b</em></strong>", "**a _b_**"],
    ["<b>a</b><b>b</b><b> c</b>", "**ab c**"],
    ["<p>one</p><p>two<br>three</p>", null],
    ["<p><b>one</b></p><p>two<br>three</p>", "**one**\n\ntwo\nthree"],
    ["<div>one</div><div><i>two</i></div><div><br></div><div>three</div>", "one\n_two_\n\nthree"],
    ["<h2>Title</h2><p>text</p>", "**Title**\n\ntext"],
    ["<h3>Not <b>twice</b></h3>", "**Not twice**"],
    ["<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n> \n> b\n\nc"],
    ["<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"],
    ["<ol start=3><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "3. a\n   - b\n4. c"],
    ["<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"],
    ["<ul><li><input type=checkbox checked> done</li><li><input type=checkbox> not yet</li></ul>", "- ☑ done\n- ☐ not yet"],
    ["so: <pre><code class=language-ts>a\n  *b*</code></pre>", "so:\n\n```ts\na\n  *b*\n```"],
    ['so: <div class="highlight highlight-source-js"><pre>a<br>``` b</pre></div>', "so:\n\n````js\na\n``` b\n````"],
    ["x <code>a ` b</code> and <kbd>Ctrl</kbd>", "x ``a ` b`` and `Ctrl`"],
  ])("%s", (html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });

  it("has links to the web and mail alone, and an address that stands for itself as it is", () => {
    expect(markdownOfHtml('<a href="https://example.org/a_(b)">a <b>b</b></a>')).toBe("[a **b**](https://example.org/a_%28b%29)");
    expect(markdownOfHtml('<a href="mailto:a@example.org">a@example.org</a>')).toBe("[a@example.org](mailto:a@example.org)");
    expect(markdownOfHtml('<b>x</b> <a href="https://example.org/">https://example.org</a>')).toBe("**x** https://example.org");
    expect(markdownOfHtml('<b>x</b> <a href="javascript:alert(1)">a</a> <a href="/b">b</a> <a href="https://me@example.org">c</a> <a href="https://example.org"><img src=x></a>')).toBe("**x** a b c");
    expect(markdownOfHtml('<a href="https://example.org/"><h3>Card</h3><p>more [of] it</p></a>')).toBe("[**Card** more [of] it](https://example.org/)");
    expect(markdownOfHtml('<a href="https://example.org/">half]</a>')).toBe("[half\\]](https://example.org/)");
  });

  it("makes of tables and pictures what reads well", () => {
    expect(markdownOfHtml("<table><tr><th>Name</th><th>Age</th></tr><tr><td>Ada</td><td>36</td></tr><tr><td></td><td>2</td></tr></table>after")).toBe("**Name** | **Age**\nAda | 36\n| 2\n\nafter");
    expect(markdownOfHtml("<table role=presentation><tr><td><p>Dear <b>all</b></p><p>text</p></td></tr></table>")).toBe("Dear **all**\n\ntext");
    expect(markdownOfHtml("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr><tr><td><p>c</p><p><i>d</i></p></td></tr></table>")).toBe("a | b\n\nc\n\n_d_");
    expect(markdownOfHtml('well done <img alt="🎉" src="https://example.org/x.png"><img src=y>')).toBe("well done 🎉");
  });

  it("is read by its styles, as word processors and browsers write them", () => {
    // Google Docs.
    expect(
      markdownOfHtml(
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"><span style="font-weight:700;font-style:italic;white-space:pre-wrap;">Both</span><span style="font-weight:400;text-decoration:none;white-space:pre-wrap;"> and none, </span><span style="text-decoration:line-through;">gone</span></p><p dir="ltr" style="margin-top:0pt;margin-bottom:0pt;"><span>next</span></p></b>',
      ),
    ).toBe("**_Both_** and none, ~~gone~~\nnext");
    // What Chromium writes of a page.
    expect(markdownOfHtml('<span style="color: rgb(0, 0, 0); font-weight: 400; white-space: normal;">plain</span>')).toBeNull();
    expect(markdownOfHtml('<strong style="font-weight: 600;">a</strong><span style="white-space: pre-wrap;"> b\nc</span>')).toBe("**a** b\nc");
    expect(markdownOfHtml('<b>a</b><span style="display:none">not seen</span><style>p{}</style><script>1</script>')).toBe("**a**");
    // Word.
    const item = (text: string, level: number, marker: string) => `<p class=MsoListParagraph style='margin-left:.5in;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>\n`;
    expect(markdownOfHtml(`<p class=MsoNormal>Tasks:<o:p></o:p></p>${item("one", 1, "·")}${item("within", 2, "o")}${item("two", 1, "·")}<p class=MsoNormal>&nbsp;</p>${item("first", 1, "1.")}${item("second", 1, "2.")}`)).toBe(
      "Tasks:\n\n- one\n  - within\n- two\n\n1. first\n2. second",
    );
  });

  it("has no styles and handlers, which the page's policy would report, and texts that tell of some as they were", () => {
    const seen: string[] = [];
    const parse = vi.spyOn(DOMParser.prototype, "parseFromString").mockImplementationOnce((html, type) => {
      seen.push(html);
      return new DOMParser().parseFromString(html, type);
    });
    expect(markdownOfHtml(`<style>b{}</style><b id="x"STYLE = 'font-style:italic'>a style="b" STYLE=</b> <img alt=' style=1'onerror=x()> <code> style=2</code>`)).toBe('**_a style="b" STYLE=_** style=1 `style=2`');
    const { body } = new DOMParser().parseFromString(seen[0] ?? "", "text/html");
    expect(body.querySelectorAll("[style], style, [onerror]")).toHaveLength(0);
    parse.mockRestore();
  });

  it("stays plain where it has no format, or is code", () => {
    // Visual Studio Code, JetBrains, a terminal.
    expect(markdownOfHtml("<meta charset='utf-8'><div style=\"color: #d4d4d4;font-family: Menlo, Monaco, 'Courier New', monospace;font-weight: normal;white-space: pre;\"><div><span style=\"color: #569cd6;font-weight: bold;\">const</span> a</div></div>")).toBeNull();
    expect(markdownOfHtml("<html><body><pre style=\"font-family:'JetBrains Mono'\"><b>def</b> f():<br>    pass</pre></body></html>")).toBeNull();
    expect(markdownOfHtml("<code>npm run build</code>")).toBeNull();
    expect(markdownOfHtml("<div>one</div><div>two &lt;b&gt;</div>")).toBeNull();
    expect(markdownOfHtml("<b> </b><ul></ul>")).toBeNull();
  });

  it("is never part of the page, and fetches and runs nothing", () => {
    const before = document.documentElement.outerHTML;
    expect(markdownOfHtml('<img src=x onerror="document.title=1"><b>a</b><svg onload="document.title=1"></svg><iframe src="javascript:1"></iframe>')).toBe("**a**");
    expect(markdownOfHtml("<b>&lt;script&gt;alert(1)&lt;/script&gt;</b>")).toBe("**<script>alert(1)</script>**");
    expect(document.documentElement.outerHTML).toBe(before);
  });
});

describe("characters that look like marks", () => {
  it.each([
    ["2 * 3 * 4, a_b_c, 5 > 4, #1, ~5, C:\\dir, [1], a+b, 1.5, -1", "2 * 3 * 4, a_b_c, 5 > 4, #1, ~5, C:\\dir, [1], a+b, 1.5, -1"],
    ["2*3*4 and *this*", "2\\*3\\*4 and \\*this\\*"],
    ["one * two", "one * two"],
    ["5* hotel", "5* hotel"],
    ["__init__ and _x", "\\_\\_init\\_\\_ and _x"],
    ["~~no~~", "\\~\\~no\\~\\~"],
    ["`code` and ` alone ``", "\\`code\\` and \\` alone \\`\\`"],
    ["- no list", "\\- no list"],
    ["+1 no list", "+1 no list"],
    ["+ no list", "\\+ no list"],
    ["1. no list", "1\\. no list"],
    ["2026) no list", "2026\\) no list"],
    ["> no quote", "\\> no quote"],
    ["``` no code", "\\`\\`\\` no code"],
    ["[a](https://example.org)", "[a\\](https://example.org)"],
    ["[a](b) is none", "[a](b) is none"],
    ["[a]() and [b]( )", "[a\\]() and [b\\]( )"],
    ["a \\* b \\", "a \\\\* b \\"],
  ])("are escaped where they would be one, and nowhere else: %s", (text, markdown) => {
    const box = document.createElement("p");
    box.textContent = text;
    // What follows has a format, so that it is Markdown at all.
    expect(markdownOfHtml(`${box.outerHTML}<p><b>x</b></p>`)).toBe(`${markdown}\n\n**x**`);
    expect(words(textOf(parseMarkdown(markdown)))).toBe(words(text));
    // Each one of them is needed somewhere.
    const bare = markdown.replace(/\\([^\w\s])/g, "$1");
    if (bare !== markdown) expect(words(textOf(parseMarkdown(bare)))).not.toBe(words(text));
  });

  it("are read as they were in any mixture of texts and formats", () => {
    let seed = 7;
    const random = (below: number) => Math.floor(((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647) * below);
    const bits = ["*", "**", "_", "__", "~~", "~", "`", "``", "```", "\\", "[", "](", ")", "]", ">", "- ", "+ ", "1. ", "1", ".", "word", "a", " ", " ", "ü", "(", "!", "https://example.org/a_b", "\n", "😀", "“"];
    const tags = ["b", "i", "s", "span", "code", "li", "p", "blockquote", "div"];
    const make = (depth: number): string =>
      Array.from({ length: 1 + random(5) }, () => {
        if (depth > 0 && random(3) === 0) {
          const tag = tags[random(tags.length)] ?? "b";
          if (tag === "code") return `<code>${bits[random(12)] ?? ""}x</code>`;
        return tag === "li" ? `<ul><li>${make(depth - 1)}</li></ul>` : `<${tag}>${make(depth - 1)}</${tag}>`;
        }
        return (bits[random(bits.length)] ?? "").replace(">", "&gt;");
      }).join("");
    const wrong: string[] = [];
    for (let run = 0; run < 100; run++) {
      const html = `<p>${make(2)}</p>${make(2)}<p><b>x</b></p>`;
      const { textContent } = new DOMParser().parseFromString(html, "text/html").body;
      const markdown = markdownOfHtml(html) ?? "";
      if (words(textOf(parseMarkdown(markdown))) !== words(textContent)) wrong.push(`${html}\n${markdown}`);
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(wrong).toHaveLength(0);
  });
});
