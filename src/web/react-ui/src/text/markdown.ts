import MarkdownIt from "markdown-it";
import { safeHref } from "./linkify.ts";

/** What a message may consist of. Nothing else exists on the page, whatever the text says. */
export type MarkdownNode =
  | string
  | { readonly tag: "p" | "blockquote" | "ul" | "li" | "strong" | "em" | "s"; readonly children: readonly MarkdownNode[] }
  | { readonly tag: "ol"; readonly start: number; readonly children: readonly MarkdownNode[] }
  | { readonly tag: "a"; readonly href: string; readonly children: readonly MarkdownNode[] }
  | { readonly tag: "code"; readonly text: string }
  | { readonly tag: "pre"; readonly text: string; readonly language: string }
  | { readonly tag: "br" };

type Parent = Extract<MarkdownNode, { children: readonly MarkdownNode[] }>;
type Token = ReturnType<InstanceType<typeof MarkdownIt>["parse"]>[number];

/** A page of elements takes long to lay out; what has more of them is shown as the text that it is. */
const mostNodes = 3_000;
const cached = 400;
const trees = new Map<string, readonly MarkdownNode[]>();

// From the preset that knows nothing: only what is named here is ever more than text. No HTML, no pictures, no headings, no entities, no references.
const parser = new MarkdownIt("zero", { breaks: true }).enable(["fence", "blockquote", "list", "newline", "escape", "backticks", "strikethrough", "emphasis", "link"]);
parser.validateLink = (url) => safeHref(url) !== null;
parser.normalizeLink = (url) => url;

/** The tree of a text. */
export function parseMarkdown(text: string): readonly MarkdownNode[] {
  const known = trees.get(text);
  if (known) return known;
  const tree = treeOf(parser.parse(text, {})) ?? [{ tag: "p", children: [text] }];
  if (trees.size >= cached) trees.delete(trees.keys().next().value ?? "");
  trees.set(text, tree);
  return tree;
}

/** null when it has too many nodes. */
function treeOf(tokens: readonly Token[]): readonly MarkdownNode[] | null {
  let count = 0;
  const build = (all: readonly Token[]): MarkdownNode[] | null => {
    const root: MarkdownNode[] = [];
    const open: { children: MarkdownNode[]; node: MarkdownNode | null }[] = [{ children: root, node: null }];
    for (const token of all) {
      if (++count > mostNodes) return null;
      const top = open.at(-1);
      if (!top) return null;
      if (token.nesting === 1) {
        const children: MarkdownNode[] = token.hidden ? top.children : [];
        const node = token.hidden ? null : parentOf(token, children);
        if (node) top.children.push(node);
        // A tag that isn't known leaves its contents.
        open.push({ children: node ? children : top.children, node });
      } else if (token.nesting === -1) {
        open.pop();
      } else if (token.type === "inline") {
        const children = build(token.children ?? []);
        if (!children) return null;
        top.children.push(...children);
      } else {
        top.children.push(leafOf(token));
      }
    }
    return root;
  };
  return build(tokens);
}

function parentOf(token: Token, children: MarkdownNode[]): Parent | null {
  switch (token.tag) {
    case "p":
    case "blockquote":
    case "ul":
    case "li":
    case "strong":
    case "em":
    case "s":
      return { tag: token.tag, children };
    case "ol":
      return { tag: "ol", start: Number(token.attrGet("start") ?? 1), children };
    case "a": {
      const href = safeHref(String(token.attrGet("href") ?? ""));
      return href === null ? null : { tag: "a", href, children };
    }
    default:
      return null;
  }
}

function leafOf(token: Token): MarkdownNode {
  switch (token.type) {
    case "code_inline":
      return { tag: "code", text: token.content };
    case "fence":
      return { tag: "pre", text: token.content.replace(/\n$/, ""), language: (/^[\w+#.-]{1,20}/.exec(token.info.trim()) ?? [""])[0] };
    case "softbreak":
    case "hardbreak":
      return { tag: "br" };
    default:
      return token.content;
  }
}
