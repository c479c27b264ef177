import { beforeEach, expect, it } from "vitest";
import html from "../../index.html?raw";
import { showBadge } from "../../src/push/badge.ts";

const page = new DOMParser().parseFromString(html, "text/html");
const iconOf = (document: Document) => document.querySelector<HTMLLinkElement>("link[rel=icon]")?.href ?? "";

/** What the browser draws in the tab. */
function drawn(): Document {
  const svg = decodeURIComponent(iconOf(document).replace("data:image/svg+xml,", ""));
  return new DOMParser().parseFromString(svg, "image/svg+xml");
}

beforeEach(() => {
  document.head.innerHTML = page.head.querySelector("link[rel=icon]")?.outerHTML ?? "";
  showBadge(0);
});

it("the tab's icon has a dot while something waits, however much, and none when nothing does", () => {
  expect(drawn().querySelector("circle")).toBeNull();
  showBadge(1);
  showBadge(120);
  expect(drawn().querySelectorAll("svg > circle")).toHaveLength(1);
  expect(drawn().querySelector("parsererror")).toBeNull();
  showBadge(0);
  expect(drawn().querySelector("circle")).toBeNull();
  expect(iconOf(document)).toBe(iconOf(page));
});
