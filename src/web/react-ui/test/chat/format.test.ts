import { describe, expect, it } from "vitest";
import { format, isFormatted, type Format } from "../../src/chat/composer/format/format.ts";
import { formatOfKey, keysFor } from "../../src/chat/composer/format/keys.ts";
import type { Selection } from "../../src/chat/composer/format/selection.ts";
import { parseMarkdown, type MarkdownNode } from "../../src/text/markdown.ts";

/** A text with its selection in it: `so ‹nice›`, or the caret: `so| nice`. */
function at(marked: string): Selection {
  const text = marked.replace(/[‹›|]/g, "");
  const caret = marked.indexOf("|");
  return caret >= 0 ? { text, start: caret, end: caret } : { text, start: marked.indexOf("‹"), end: marked.indexOf("›") - 1 };
}

function shown({ text, start, end }: Selection): string {
  return start === end ? `${text.slice(0, start)}|${text.slice(start)}` : `${text.slice(0, start)}‹${text.slice(start, end)}›${text.slice(end)}`;
}

const press = (marked: string, kind: Format) => shown(format(at(marked), kind));
const isOn = (marked: string, kind: Format) => isFormatted(at(marked), kind);

/** The tags and texts of what the page draws, one after the other. */
function drawn(text: string): string {
  const of = (nodes: readonly MarkdownNode[]): string => nodes.map((node) => (typeof node === "string" ? node : "children" in node ? `<${node.tag}>${of(node.children)}</${node.tag}>` : "text" in node ? `<${node.tag}>${node.text}</${node.tag}>` : `<${node.tag}>`)).join("");
  return of(parseMarkdown(text));
}

describe("marks", () => {
  it.each<[string, Format, string]>([
    ["so ‹nice›", "bold", "so **‹nice›**"],
    ["so ‹nice›", "italic", "so _‹nice›_"],
    ["so ‹nice›", "strike", "so ~~‹nice›~~"],
    ["so ‹nice›", "code", "so `‹nice›`"],
    // Spaces at its ends stay outside: with them it would be none.
    ["so‹ nice ›and", "bold", "so **‹nice›** and"],
    // In the word, at its end, and nowhere.
    ["so ni|ce", "bold", "so **ni|ce**"],
    ["so nice|", "bold", "so nice**|**"],
    ["so | nice", "italic", "so _|_ nice"],
    // Underscores are no marks within a word.
    ["un‹believ›able", "italic", "un*‹believ›*able"],
    ["‹a ` b›", "code", "``‹a ` b›``"],
    // What of it is so already becomes part of it.
    ["‹a **b** c›", "bold", "**‹a b c›**"],
    ["**_‹x›_**", "strike", "**_~~‹x›~~_**"],
  ])("%s, %s: %s", (before, kind, after) => {
    expect(press(before, kind)).toBe(after);
  });

  it.each<[string, Format, string]>([
    ["so **‹nice›**", "bold", "so ‹nice›"],
    ["so ‹**nice**›", "bold", "so ‹nice›"],
    ["so __‹nice›__", "bold", "so ‹nice›"],
    ["so **ni|ce day**", "bold", "so ni|ce day"],
    ["**_‹x›_**", "bold", "_‹x›_"],
    ["**_‹x›_**", "italic", "**‹x›**"],
    ["***‹x›***", "italic", "**‹x›**"],
    ["***‹x›***", "bold", "*‹x›*"],
    ["`` ‹a ` b› ``", "code", "‹a ` b›"],
    ["so **|**", "bold", "so |"],
    ["so _|_", "italic", "so |"],
    // Behind what was typed one goes on without.
    ["so **nice|** day", "bold", "so **nice**| day"],
  ])("are taken back: %s, %s: %s", (before, kind, after) => {
    expect(isOn(before, kind) || before.includes("|**") || before.includes("|_")).toBe(true);
    expect(press(before, kind)).toBe(after);
  });

  it("go around each line, behind what begins it, as none goes over lines", () => {
    const both = press("‹- one\n\n> two›", "bold");
    expect(both).toBe("- **‹one**\n\n> **two›**");
    expect(drawn(at(both).text)).toBe("<ul><li><strong>one</strong></li></ul><blockquote><p><strong>two</strong></p></blockquote>");
    expect(press(both, "bold")).toBe("- ‹one\n\n> two›");
  });

  it("that are others, or only look like marks, are left alone", () => {
    expect(isOn("snake_ca|se_name", "italic")).toBe(false);
    expect(isOn("2 * 3| * 4", "italic")).toBe(false);
    expect(isOn("**b|old**", "italic")).toBe(false);
    expect(isOn("```\n**b|old**\n```", "bold")).toBe(false);
  });
});

describe("lines", () => {
  it.each<[string, Format, string]>([
    ["|", "bullets", "- |"],
    ["|", "quote", "> |"],
    ["so| nice", "numbers", "1. so| nice"],
    ["‹one\ntwo›", "bullets", "- ‹one\n- two›"],
    ["‹one\n\ntwo›", "numbers", "1. ‹one\n\n2. two›"],
    ["‹one\n\ntwo›", "quote", "> ‹one\n> \n> two›"],
    ["‹- one\n- two›", "numbers", "1. ‹one\n2. two›"],
    ["1. one\nt|wo", "numbers", "1. one\n2. t|wo"],
    ["> o|ne", "bullets", "> - o|ne"],
    // A line behind a list would be read as the end of its last item.
    ["o|ne\ntwo", "bullets", "- o|ne\n\ntwo"],
    // A selection that ends where a line begins doesn't touch that.
    ["‹one\n›two", "quote", "> ‹one›\n\ntwo"],
  ])("%j, %s: %j", (before, kind, after) => {
    expect(press(before, kind)).toBe(after);
  });

  it.each<[string, Format, string]>([
    ["- ‹one\n- two›", "bullets", "‹one\ntwo›"],
    ["‹1. one\n2. two›", "numbers", "‹one\ntwo›"],
    ["> ‹one\n> two›", "quote", "‹one\ntwo›"],
    ["> > o|ne", "quote", "> o|ne"],
    ["- |", "bullets", "|"],
    ["- one\n- t|wo", "bullets", "- one\n\nt|wo"],
  ])("are taken back: %j, %s: %j", (before, kind, after) => {
    expect(isOn(before, kind)).toBe(true);
    expect(press(before, kind)).toBe(after);
  });

  it("are drawn as what they are, and nothing beside them", () => {
    expect(drawn(format(at("before\no|ne\nafter"), "quote").text)).toBe("<p>before</p><blockquote><p>one</p></blockquote><p>after</p>");
    expect(drawn(format(at("before\n‹one\ntwo›\nafter"), "numbers").text)).toBe("<p>before</p><ol><li>one</li><li>two</li></ol><p>after</p>");
    expect(drawn(format(at("- one\nt|wo"), "codeBlock").text)).toBe("<ul><li>one</li></ul><pre>two</pre>");
  });
});

describe("a block of code", () => {
  it("stands on lines of its own, and is taken back", () => {
    expect(press("|", "codeBlock")).toBe("```\n|\n```");
    expect(press("```\n|\n```", "codeBlock")).toBe("|");
    expect(press("see ‹this› here", "codeBlock")).toBe("see \n```\n‹this›\n```\n here");
    expect(press("a\n‹b\nc›\nd", "codeBlock")).toBe("a\n```\n‹b\nc›\n```\nd");
    expect(press("a\n```ts\n‹b›\n```\nd", "codeBlock")).toBe("a\n‹b›\nd");
    expect(isOn("a\n```ts\nb|", "codeBlock")).toBe(true);
    expect(isOn("```\na\n```\nb|", "codeBlock")).toBe(false);
  });

  it("is what code over several lines becomes, and has fences that its text doesn't end", () => {
    expect(press("‹b\nc›", "code")).toBe("```\n‹b\nc›\n```");
    expect(press("‹a ``` b\nc›", "codeBlock")).toBe("````\n‹a ``` b\nc›\n````");
  });
});

describe("a link", () => {
  it("has what is selected as its words, and its address comes next", () => {
    expect(press("see ‹this› here", "link")).toBe("see [this](‹https://›) here");
    expect(press("see th|is", "link")).toBe("see [this](‹https://›)");
    expect(press("see ‹https://example.org/a›", "link")).toBe("see [|](https://example.org/a)");
    expect(press("|", "link")).toBe("[|](https://)");
  });

  it("is taken back", () => {
    expect(press("see [this](‹https://›) here", "link")).toBe("see ‹this› here");
    expect(press("see [th|is](https://example.org) here", "link")).toBe("see ‹this› here");
    expect(press("[|](https://example.org/a)", "link")).toBe("‹https://example.org/a›");
    expect(press("[|](https://)", "link")).toBe("|");
  });
});

describe("keys", () => {
  const key = (how: Partial<KeyboardEvent>) => formatOfKey({ key: "", code: "", ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...how } as KeyboardEvent);

  it("are those that others have, on each keyboard", () => {
    expect([key({ key: "b" }), key({ key: "I" }), key({ key: "e" }), key({ key: "X", shiftKey: true }), key({ key: "u", shiftKey: true })]).toEqual(["bold", "italic", "code", "strike", "link"]);
    expect([key({ key: "/", code: "Digit7", shiftKey: true }), key({ key: "(", code: "Digit8", shiftKey: true }), key({ key: "9", code: "Digit9", shiftKey: true })]).toEqual(["numbers", "bullets", "quote"]);
    // Cyrillic.
    expect(key({ key: "и", code: "KeyB" })).toBe("bold");
  });

  it("leave alone what is somebody else's", () => {
    expect([key({ key: "x" }), key({ key: "b", shiftKey: true }), key({ key: "8", code: "Digit8" }), key({ key: "u" }), key({ key: "k" })]).toEqual([null, null, null, null, null]);
    // AltGr, an input method, ⌘ where there is none.
    expect([key({ key: "e", altKey: true }), key({ key: "b", isComposing: true }), key({ key: "b", ctrlKey: false, metaKey: true }), key({ key: "b", ctrlKey: false })]).toEqual([null, null, null, null]);
    expect([keysFor("bold"), keysFor("numbers"), keysFor("codeBlock")]).toEqual(["Ctrl+B", "Ctrl+Shift+7", null]);
  });
});
