import { describe, expect, it } from "vitest";

// The styles as they stand, and WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for what tells something else (1.4.11).
const css = Object.values(import.meta.glob<string>("../src/styles/*.css", { query: "?raw", import: "default", eager: true })).join("\n");
const themes = ["light", "dark"] as const;
type Theme = (typeof themes)[number];
type Rgb = readonly [number, number, number];

const variables = new Map([...css.matchAll(/^ {2}(--[\w-]+): (.+);$/gm)].map(([, name = "", value = ""]) => [name, value]));

/** The colour of a value of the styles: a number, a variable, one for each theme. */
function colour(value: string, theme: Theme): Rgb {
  const both = /^light-dark\((#\w+), ?(#\w+)\)$/.exec(value);
  if (both) return colour((theme === "light" ? both[1] : both[2]) ?? "", theme);
  const name = /^var\((--[\w-]+)\)$/.exec(value)?.[1] ?? (value.startsWith("--") ? value : null);
  if (name !== null) return colour(variables.get(name) ?? "", theme);
  const hex = /^#(?:(\w\w)(\w\w)(\w\w)|(\w)(\w)(\w))$/.exec(value);
  if (!hex) throw new Error(`no colour: ${value}`);
  return hex[1] === undefined ? [digit(hex[4], 17), digit(hex[5], 17), digit(hex[6], 17)] : [digit(hex[1], 1), digit(hex[2], 1), digit(hex[3], 1)];
}

function digit(text: string | undefined, times: number): number {
  return Number.parseInt(text ?? "", 16) * times;
}

/** What a rule says: `of(".call-phase", "color")`. */
function of(selector: string, property: string): string {
  const start = css.search(new RegExp(`(?:^|, )${selector.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:, [^{]*)? \\{`, "m"));
  const body = start < 0 ? "" : css.slice(css.indexOf("{", start), css.indexOf("}", start));
  const value = new RegExp(`[{; ]${property}: ([^;]+)`).exec(body)?.[1]?.trim();
  if (value === undefined) throw new Error(`${selector} has no ${property}`);
  return value;
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: Theme): number {
  const [high = 0, low = 0] = [luminance(colour(one, theme)), luminance(colour(other, theme))].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** What is under 4.5 or 3, as a list to read. */
function tooLow(least: number, pairs: readonly (readonly [string, readonly string[]])[], theme: Theme): string[] {
  return pairs.flatMap(([one, others]) =>
    others.flatMap((other) => {
      const found = contrast(one, other, theme);
      return found < least ? [`${one} on ${other}: ${found.toFixed(2)}`] : [];
    }),
  );
}

const grounds = ["--bg", "--panel", "--raised", "--hover", "--selected", "--other"];
/** The darkest and the lightest of a call, whose colours are its own in both themes. */
const callGrounds = ["#17302f", "#0b1313", "#0f1c1c"];

describe.each(themes)("in the %s theme", (theme) => {
  it("every text can be read: names, times, placeholders, labels, errors", () => {
    expect(
      tooLow(
        4.5,
        [
          ["--text", [...grounds, "--accent-soft"]],
          // Times, previews, subtitles, placeholders, what nothing was chosen of.
          ["--muted", [...grounds, "--accent-soft"]],
          [of("input::placeholder", "color"), ["--panel", "--hover", "--other"]],
          ["--accent", ["--bg", "--panel", "--raised", "--hover", "--selected", "--other", "--accent-soft"]],
          ["--danger", ["--bg", "--panel", "--raised", "--hover", "--selected"]],
          ["--on-accent", ["--accent"]],
          // Time and state of one's own messages.
          [of(".own .message-meta", "color"), ["--own"]],
          ["--on-own", ["--own"]],
          ["#ffffff", ["--danger-fill"]],
          [of(".banner", "color"), [of(".banner", "background")]],
          [of('.banner[data-state="closed"]', "color"), [of('.banner[data-state="closed"]', "background")]],
          [of(".message-text .mention.me", "color"), [of(".message-text .mention.me", "background")]],
          [of(".result-text mark", "color"), [of(".result-text mark", "background")]],
          [of(".question", "color"), [of(".question", "background")]],
          [of(".toast", "color"), [of(".toast", "background")]],
          ...["--text", "--muted", "--code-keyword", "--code-text", "--code-number", "--code-name", "--code-type"].map((ink) => [ink, ["--code"]] as const),
        ],
        theme,
      ),
    ).toEqual([]);
  });

  it("what is no text can be told apart: ticks, borders, dots, switches", () => {
    expect(
      tooLow(
        3,
        [
          [of('.delivery[data-state="read"]', "color"), ["--own"]],
          [of('.delivery[data-state="failed"]', "color"), ["--own"]],
          ["--edge", ["--panel", "--raised", "--bg", "--other"]],
          ...["--online", "--away", "--busy", "--offline"].map((dot) => [dot, ["--bg", "--panel", "--raised", "--hover", "--selected"]] as const),
          // The border of what is focused or chosen, and the badge.
          ["--accent", grounds],
          [of(".room-item.is-muted .badge:not(.mention)", "background"), ["--bg", "--selected"]],
        ],
        theme,
      ),
    ).toEqual([]);
  });

  it("a call can be read as well", () => {
    const texts = [".call", ".call-phase", ".call-panel h4", ".call-panel .link", ".call-menu-item.danger", ".quality-details dt"];
    expect(tooLow(4.5, texts.map((selector) => [of(selector, "color"), callGrounds] as const), theme)).toEqual([]);
    expect(tooLow(4.5, [[of(".incoming-text span", "color"), ["#10413e", "#0c2423"]]], theme)).toEqual([]);
  });
});
