import { privateUse, type InlineTag } from "./markdown-escapes.ts";
import { safeHref } from "./linkify.ts";

/** What has no words for a message. */
const dropped = "script,x-style,noscript,template,title,meta,link,base,svg,math annotation,object,embed,iframe,audio,video,canvas,select,textarea,dialog:not([open])";
/** Stands for `style`; in texts it is taken out again with all that is for private use. */
export const styleAttribute = "\ue008style";
/** What makes a text more than its words. */
const formats = "x-strong,x-em,x-s,ul,ol,blockquote,pre,code,kbd,samp,tt,table,img[alt]:not([alt=''])";
/** Elements that mean something by themselves. */
const kept = /^(?:A|ADDRESS|ARTICLE|ASIDE|BLOCKQUOTE|BR|CENTER|DD|DIR|DIV|DL|DT|FIELDSET|FIGCAPTION|FIGURE|FOOTER|FORM|H[1-6]|HEADER|HR|IMG|INPUT|LI|MAIN|MENU|NAV|OL|P|SECTION|TABLE|TBODY|TD|TFOOT|TH|THEAD|TR|UL)$/;
const blocks = "p,div,ul,ol,blockquote,pre,h1,h2,h3,h4,h5,h6,table,hr";
/** What has more in a cell is no table of data. */
const longestCell = 300;
const codeFonts = /mono|consolas|courier|menlo|fira code|jetbrains/i;

const names: Readonly<Record<string, InlineTag>> = { "X-STRONG": "strong", "X-EM": "em", "X-S": "s" };

/** Which mark an element stands for that `tidy` has put there. */
export function tagFor(nodeName: string): InlineTag | null {
  return names[nodeName] ?? null;
}

export function isEmpty(content: string): boolean {
  return content.trim() === "";
}

/** The page's Content-Security-Policy holds in a document of its own, too: a browser would report each style and handler in it. */
export function withoutStyles(html: string): string {
  return html.replace(/<(\/?)style\b/gi, "<$1x-style").replace(/([\s"'/])((?:style|on\w+)\s*=)/gi, "$1\ue008$2");
}

/** Makes of what browsers, mails and word processors write what has one meaning each. False where there is no format, or nothing but code. */
export function tidy(body: HTMLElement): boolean {
  for (const node of [...body.querySelectorAll(dropped)]) node.remove();
  for (const node of [...body.querySelectorAll<HTMLElement>(`[${styleAttribute}]`)]) if (styleOf(node).get("display") === "none") node.remove();
  if (isCode(body)) return false;
  listWordItems(body);
  for (const list of [...body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")]) nest(list);
  // From within: a table of a table's cell has been looked at before.
  for (const table of [...body.querySelectorAll("table")].reverse()) if (!isOfData(table)) flatten(table);
  mark(body, { strong: false, em: false, s: false, isHeading: false, isPreserved: false });
  return body.querySelector(formats) !== null || [...body.querySelectorAll("a[href]")].some(isNamedLink);
}

function isNamedLink(link: Element): boolean {
  const href = link.getAttribute("href") ?? "";
  const words = link.textContent.trim();
  return words !== "" && words !== href && safeHref(href) !== null;
}

/** Out of an editor or terminal: one block and nothing else, or a fixed font with no more than colours. */
function isCode(body: HTMLElement): boolean {
  const first = body.querySelector("pre,code,kbd,samp,tt");
  if (first?.textContent.trim() === body.textContent.trim()) return true;
  const styled = [...body.querySelectorAll(`[${styleAttribute}]`)].find((node) => styleOf(node).has("font-family"));
  return styled !== undefined && codeFonts.test(styleOf(styled).get("font-family") ?? "") && body.querySelector("a,ul,ol,blockquote,table,h1,h2,h3,h4,h5,h6,img,code") === null && styled.textContent.trim() === body.textContent.trim();
}

/** A style attribute by its properties. Read as text: browsers drop what they don't know, as Word's. */
function styleOf(node: Element): ReadonlyMap<string, string> {
  const style = new Map<string, string>();
  for (const one of (node.getAttribute(styleAttribute) ?? "").split(";")) {
    const colon = one.indexOf(":");
    if (colon > 0) style.set(one.slice(0, colon).trim().toLowerCase(), one.slice(colon + 1).trim().toLowerCase());
  }
  return style;
}

interface Look {
  readonly strong: boolean;
  readonly em: boolean;
  readonly s: boolean;
  /** All of a heading is bold, whatever its styles say. */
  readonly isHeading: boolean;
  /** Line feeds are line breaks. */
  readonly isPreserved: boolean;
}

/** Puts what a text looks like, by tags or styles of whatever is around it, right around the text. */
function mark(node: Element, look: Look): void {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === child.TEXT_NODE) markText(child as Text, look);
    else if (child.nodeType === child.ELEMENT_NODE) markElement(child as Element, look);
  }
}

function markElement(element: Element, around: Look): void {
  if (/^(?:PRE|CODE|KBD|SAMP|TT)$/.test(element.nodeName)) {
    tidyCode(element);
    return;
  }
  // A line that is there, and empty.
  if (/^(?:P|DIV)$/.test(element.nodeName) && element.textContent.includes("\u00a0") && isEmpty(element.textContent) && element.querySelector("img,input,br") === null) {
    element.replaceChildren(element.ownerDocument.createElement("br"));
    return;
  }
  mark(element, lookOf(element, around));
  // Its texts say themselves what they look like; and some have paragraphs within.
  if (!kept.test(element.nodeName)) element.replaceWith(...element.childNodes);
}

function lookOf(element: Element, around: Look): Look {
  const style = styleOf(element);
  const { nodeName } = element;
  const isHeading = around.isHeading || /^H[1-6]$/.test(nodeName);
  const space = `${style.get("white-space") ?? ""} ${style.get("white-space-collapse") ?? ""}`;
  return {
    isHeading,
    strong: isHeading || (weightOf(style.get("font-weight")) ?? (/^(?:B|STRONG|TH)$/.test(nodeName) || around.strong)),
    em: slantOf(style.get("font-style")) ?? (/^(?:I|EM)$/.test(nodeName) || around.em),
    s: around.s || /^(?:S|STRIKE|DEL)$/.test(nodeName) || /line-through/.test(`${style.get("text-decoration") ?? ""} ${style.get("text-decoration-line") ?? ""}`),
    isPreserved: isHtmlSpace(space) ? around.isPreserved : /pre/.test(space),
  };
}

function isHtmlSpace(value: string): boolean {
  return value.trim() === "" || value.includes("inherit");
}

function weightOf(value: string | undefined): boolean | undefined {
  if (value === undefined || value === "inherit") return undefined;
  return /^bold/.test(value) || Number.parseInt(value) >= 600;
}

function slantOf(value: string | undefined): boolean | undefined {
  return value === undefined || value === "inherit" ? undefined : /^(?:italic|oblique)/.test(value);
}

function markText(text: Text, look: Look): void {
  const data = text.data.replace(privateUse, "").replaceAll("\u00a0", " ");
  if (isEmpty(data)) {
    text.data = data;
    return;
  }
  const { ownerDocument: document } = text;
  const lines = look.isPreserved ? data.split("\n") : [data];
  const nodes = lines.flatMap((line, index) => {
    let node: Node = document.createTextNode(line);
    for (const [name, tag] of Object.entries(names).reverse()) {
      if (!look[tag] || isEmpty(line)) continue;
      const around = document.createElement(name);
      around.append(node);
      node = around;
    }
    return index === 0 ? [node] : [document.createElement("br"), node];
  });
  text.replaceWith(...nodes);
}

function tidyCode(element: Element): void {
  for (const br of [...element.querySelectorAll("br")]) br.replaceWith("\n");
  if (element.nodeName === "PRE") for (const line of [...element.querySelectorAll("div,p")]) if (line.nextSibling && !line.textContent.endsWith("\n")) line.append("\n");
  // Its language may be told by what is in it.
  const names = [element.querySelector("code"), element, element.parentElement].map((node) => node?.getAttribute("class") ?? "").join(" ");
  const language = /(?:language|lang|highlight-source)-([\w+#.-]{1,20})/.exec(names)?.[1];
  if (language) element.setAttribute("data-language", language);
  element.replaceChildren(element.textContent.replace(privateUse, "").replaceAll("\u00a0", " "));
}

/** `<ul><li>…</li><ul>…</ul></ul>`, as some write it: the list belongs to what stands before it. */
function nest(list: Element): void {
  const before = list.previousElementSibling;
  if (before?.nodeName === "LI") before.append(list);
  else list.replaceWith(...list.childNodes);
}

/** Of rows and cells with words; else it only holds things in their places, as in mails. */
function isOfData(table: Element): boolean {
  if (/^(?:presentation|none)$/.test(table.getAttribute("role") ?? "") || table.querySelector("table")) return false;
  const cells = [...table.querySelectorAll("td,th")];
  return cells.length > 1 && cells.every((cell) => cell.querySelectorAll(blocks).length <= 1 && cell.textContent.length <= longestCell);
}

function flatten(table: Element): void {
  const cells = [...table.querySelectorAll("caption,td,th")].filter((cell) => cell.closest("table") === table);
  table.replaceWith(
    ...cells.map((cell) => {
      const line = table.ownerDocument.createElement("div");
      line.append(...cell.childNodes);
      return line;
    }),
  );
}

/** Word writes the items of a list as paragraphs, with their markers as text. */
function listWordItems(body: HTMLElement): void {
  let lists: Element[] = [];
  for (const item of [...body.querySelectorAll(`p[${styleAttribute}*='mso-list' i]`)]) {
    const level = Number(/level(\d)/.exec(styleOf(item).get("mso-list") ?? "")?.[1] ?? 0);
    if (level === 0) continue;
    const markers = [...item.querySelectorAll(`[${styleAttribute}*='mso-list' i]`)].filter((node) => /ignore/i.test(styleOf(node).get("mso-list") ?? ""));
    const marker = markers.map(({ textContent }) => textContent).join("").trim();
    for (const node of markers) node.remove();
    const name = /^\(?[\da-z]{1,4}[.)]/i.test(marker) ? "ol" : "ul";
    if (item.previousElementSibling !== lists[0] || lists.length === 0) lists = [];
    lists.length = Math.min(lists.length, level);
    if (lists.length === level && lists.at(-1)?.nodeName !== name.toUpperCase()) lists.pop();
    while (lists.length < Math.max(1, Math.min(level, lists.length + 1))) {
      const list = body.ownerDocument.createElement(name);
      const start = Number.parseInt(marker);
      if (name === "ol" && start > 1) list.setAttribute("start", String(start));
      const holder = lists.at(-1)?.lastElementChild;
      if (holder) holder.append(list);
      else item.before(list);
      lists.push(list);
    }
    const entry = body.ownerDocument.createElement("li");
    entry.append(...item.childNodes);
    lists.at(-1)?.append(entry);
    item.remove();
  }
}
