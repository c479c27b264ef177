import { describe, expect, it } from "vitest";
import { followNames } from "../../src/text/names.ts";
import { plainText } from "../../src/text/plain.ts";

const file = (name: string) => ({ id: name, name, type: "image/png", size: 1, url: "" });

describe("a message in one line", () => {
  it.each([
    ["**bold** _it_ ~~no~~ `x < y` [name](https://example.org/a)", "bold it no x < y name"],
    ["# not a heading here\n> said\n- one\n- two", "# not a heading here said - one - two"],
    ["```ts\nconst a = 1;\n```", "const a = 1;"],
    ["2 * 3 * 4 and snake_case_name, **", "2 * 3 * 4 and snake_case_name, **"],
    ["\\*as written\\*", "*as written*"],
  ])("%s reads %s", (text, expected) => expect(plainText({ text })).toBe(expected));

  it("says the files where there are no words, and names where ids stand", () => {
    expect(plainText({ text: " ", attachments: [file("a.png"), file("b.png")] })).toBe("a.png, b.png");
    followNames({ nameOf: (id: string) => (id === "bob" ? "Bob" : id) } as never);
    expect(plainText({ text: "hi @bob and @carol", mentions: ["bob"] })).toBe("hi @Bob and @carol");
  });
});
