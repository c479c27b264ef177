import { describe, expect, it } from "vitest";
import { formatDay, formatDuration } from "../../src/text/format.ts";
import { mentionsIn, parts } from "../../src/text/linkify.ts";
import { initialsOf, nameOf } from "../../src/text/names.ts";
import { userIdOf } from "../../src/text/user-id.ts";

describe("links in a text", () => {
  const links = (text: string) => parts(text).flatMap((part) => ("href" in part ? [part.href] : []));

  it.each([
    ["see https://example.org/a?b=c#d.", ["https://example.org/a?b=c#d"]],
    ["(https://example.org/wiki/A_(b))", ["https://example.org/wiki/A_(b)"]],
    ["http://a.example and HTTPS://B.example!", ["http://a.example", "HTTPS://B.example"]],
    ["javascript:alert(1) data:text/html,x ftp://a.example", []],
    ["https:// https://", []],
    ['"https://example.org/"onclick="x"', ["https://example.org/"]],
  ])("%s", (text, expected) => expect(links(text)).toEqual(expected));

  it("loses nothing of the text", () => {
    const text = "Hi @bob, <b>look</b> at https://example.org/x, (or http://y.example).";
    expect(parts(text).map((part) => part.text).join("")).toBe(text);
  });

  it("finds mentions, but not in addresses", () => {
    expect(mentionsIn("@alice and @bob.smith. mail bob@example.org, @alice")).toEqual(["alice", "bob.smith"]);
  });
});

describe("names", () => {
  it("makes an id of a name as the sign-in does, and keeps what is an id", () => {
    expect([userIdOf("Mary Ann"), userIdOf(" @bob "), userIdOf("Zoë"), userIdOf("auth0:77.x")]).toEqual(["mary-ann", "bob", "zoe", "auth0:77.x"]);
  });

  it("are ids where nobody told more", () => {
    expect([nameOf("mary-ann"), nameOf("x"), initialsOf("Mary Ann Lee"), initialsOf("#")]).toEqual(["mary-ann", "x", "ML", "#"]);
  });
});

describe("times", () => {
  it("writes durations and days as people say them", () => {
    expect([7_000, 754_000, 3_723_000].map(formatDuration)).toEqual(["0:07", "12:34", "1:02:03"]);
    const now = new Date(2026, 10, 23, 9);
    const day = (days: number) => new Date(2026, 10, 23 - days, 22).toISOString();
    expect([formatDay(day(0), now), formatDay(day(1), now)]).toEqual(["Today", "Yesterday"]);
    expect(formatDay(day(3), now)).toBe(new Intl.DateTimeFormat(undefined, { weekday: "long" }).format(new Date(day(3))));
    expect(formatDay(day(400), now)).toContain("2025");
  });
});
