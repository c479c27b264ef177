import Turndown from "turndown";
import { codeEnd, escaped, literal, literals, privateUse, tokens, type InlineTag } from "./markdown-escapes.ts";
import { isEmpty, styleAttribute, tagFor, tidy, withoutStyles } from "./markdown-html-tidy.ts";
import { safeHref } from "./linkify.ts";

/**
 * HTML of somebody else's as Markdown of the kinds that the page draws; null where it has no format, or is code, which is pasted as the text that it is. It is parsed into a document
 * of its own, in which nothing runs and nothing is fetched, and only text comes out of it.
 */
export function markdownOfHtml(html: string): string | null {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  if (!tidy(body)) return null;
  return escaped(turndown.turndown(body)) || null;
}

const turndown = new Turndown({ br: "", bulletListMarker: "-", codeBlockStyle: "fenced", blankReplacement: (_, { nodeName }) => (nodeName === "P" ? "\n\n" : /^(?:DIV|LI)$/.test(nodeName) ? "\n" : "") });
// What is a mark, and what a character of the text, is told apart when all of it is there.
turndown.escape = literals;

const block = (content: string) => `\n\n${content}\n\n`;
const line = (content: string) => `\n${content}\n`;

turndown.addRule("marks", {
  filter: (node) => tagFor(node.nodeName) !== null,
  replacement: (content, { nodeName }) => marked(content, tagFor(nodeName)),
});
turndown.addRule("headings", { filter: ["h1", "h2", "h3", "h4", "h5", "h6"], replacement: block });
turndown.addRule("lines", { filter: (node) => node.nodeName === "DIV" || (node.nodeName === "P" && isWithoutMargin(node)), replacement: line });
turndown.addRule("rule", { filter: "hr", replacement: () => block("---") });
turndown.addRule("pictures", { filter: "img", replacement: (_, node) => literals(attribute(node, "alt").replace(/\s+/g, " ").trim()) });
turndown.addRule("boxes", { filter: (node) => node.nodeName === "INPUT", replacement: (_, node) => (attribute(node, "type") === "checkbox" ? (node.hasAttribute("checked") ? "☑" : "☐") : "") });

turndown.addRule("code", {
  filter: ({ nodeName }) => /^(?:CODE|KBD|SAMP|TT)$/.test(nodeName),
  replacement: (_, { textContent }) => {
    const code = textContent.replace(/\s+/g, " ").trim();
    if (code === "") return "";
    const fence = "`".repeat(1 + longestRun(code));
    const space = /^`|`$/.test(code) ? " " : "";
    return codeEnd + fence + space + code + space + fence + codeEnd;
  },
});
turndown.addRule("blocks", {
  filter: "pre",
  replacement: (_, node) => {
    const code = node.textContent.replace(/^\n|\s+$/g, "");
    const fence = "`".repeat(Math.max(3, 1 + longestRun(code)));
    return block(`${fence}${attribute(node, "data-language")}\n${code}\n${fence}`);
  },
});

turndown.addRule("links", {
  filter: (node) => node.nodeName === "A",
  replacement: (content, node) => {
    const words = content.replace(/\s*\n\s*/g, " ").trim();
    const href = safeHref(attribute(node, "href").trim());
    if (href === null || words === "") return content;
    // An address that stands for itself is a link as it is.
    const said = node.textContent.trim();
    if ([href, href.replace(/\/$/, ""), attribute(node, "href").trim()].includes(said) && /^https?:\/\/.*[\w/=&#%-]$/.test(said)) return words;
    return `[${balanced(words)}](${href.replace(/[()`]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)})`;
  },
});

turndown.addRule("lists", {
  filter: ["ul", "ol"],
  replacement: (content, node) => (node.parentElement?.nodeName === "LI" ? line : block)(content.replace(/^\n+|\n+$/g, "")),
});
turndown.addRule("items", {
  filter: "li",
  replacement: (content, node) => {
    const prefix = markerOf(node);
    const text = content.trim().replace(/^([☑☐])\s*/, "$1 ").replace(/\n(?!\n|$)/g, `\n${" ".repeat(prefix.length)}`);
    return text === "" ? "" : line(prefix + text);
  },
});

// A row is a line. Turndown takes blank cells for cells as well.
turndown.addRule("cells", {
  filter: ["td", "th"],
  replacement: (content, node) => content.trim().replace(/\s*\n\s*/g, " ") + (node.nextElementSibling ? " | " : ""),
});
turndown.addRule("rows", { filter: "tr", replacement: (content) => (/[^\s|]/.test(content) ? line(content.trim()) : "") });
turndown.addRule("bodies", { filter: ["thead", "tbody", "tfoot"], replacement: line });
turndown.addRule("tables", { filter: "table", replacement: block });

function marked(content: string, tag: InlineTag | null): string {
  return tag === null || isEmpty(content) ? content : tokens[tag].open + content + tokens[tag].close;
}

function isWithoutMargin(node: Element): boolean {
  return /margin(?:-bottom)?:\s*0/i.test(attribute(node, styleAttribute));
}

function attribute(node: Element, name: string): string {
  return (node.getAttribute(name) ?? "").replace(privateUse, "");
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

function markerOf(item: Element): string {
  const list = item.parentElement;
  if (list?.nodeName !== "OL") return "- ";
  const items = [...list.children].filter(({ nodeName }) => nodeName === "LI");
  const first = Number.parseInt(attribute(list, "start"));
  return `${(Number.isNaN(first) ? 1 : Math.max(0, first)) + items.indexOf(item)}. `;
}

/** Brackets within a link's words have to be pairs. */
function balanced(words: string): string {
  let open = 0;
  for (const char of words) {
    if (char === "[") open++;
    else if (char === "]" && --open < 0) break;
  }
  return open === 0 ? words : words.replaceAll(`${literal}[`, "\\[").replaceAll(`${literal}]`, "\\]");
}
