import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** The repository. */
export const root = resolve(import.meta.dirname, "../../..");

/** Where its files can be read, with a slash at the end. Without it, links to code are words. */
const source = process.env["DOCS_SOURCE"];

/** Whether a file of the repository is a page of the site. */
export const isPage = (file: string): boolean => /^(README\.md|docs\/.*\.md|artifacts\/reference\/.*\.md|src\/(web\/(client|react|react-ui)|python|AkkaRealtime\.Cli)\/README\.md)$/.test(file) && existsSync(join(root, file));

/** What typedoc makes of the packages for the web, before the site is made. */
export const reference = "artifacts/reference/README.md";

/** Where a page is on the site, without a slash at its beginning. */
export const addressOf = (page: string): string =>
  page
    .replace(/^artifacts\//, "docs/")
    .replace(/README\.md$/, "")
    .replace(/\.md$/, "");

/** The first heading of a page. */
export const titleOf = (file: string): string => /^# (.+)$/m.exec(readFileSync(join(root, file), "utf8"))?.[1] ?? file;

/** The name of a heading in links, as GitHub makes it: the same links work there and here. */
export const slug = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc}\s-]/gu, "")
    .replace(/\s/g, "-");

/** The names that headings of a page have in links. */
function anchorsOf(file: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const text = readFileSync(join(root, file), "utf8").replace(/^```.*?^```/gms, "");
  for (const [, heading = ""] of text.matchAll(/^#+ (.+)$/gm)) {
    const name = slug(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
    let free = name;
    for (let again = 1; anchors.has(free); again++) free = `${name}-${again}`;
    anchors.add(free);
  }
  return anchors;
}

/** Links between pages stay; those to code go to where it can be read. One that leads nowhere ends the build. */
export function repositoryLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("repository-links", (state) => {
    const page = relative(root, String(state.env.realPath ?? state.env.path));
    for (const { children } of state.tokens) {
      for (const [at, token] of (children ?? []).entries()) {
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href === null || /^([a-z]+:|\/)/.test(href)) continue;
        const [path = "", hash] = href.split("#");
        const file = path === "" ? page : relative(root, resolve(root, dirname(page), decodeURI(path)));
        if (!existsSync(join(root, file))) throw new Error(`${page}: ${href} leads nowhere.`);
        const target = isPage(file) ? file : isPage(join(file, "README.md")) ? join(file, "README.md") : null;
        // Typedoc numbers headings of one name in its own way.
        if (target && hash && !target.startsWith("artifacts/") && !anchorsOf(target).has(decodeURI(hash))) throw new Error(`${page}: ${href} leads to a heading that isn't there.`);
        if (path === "") continue;
        if (target) token.attrSet("href", `/${addressOf(target)}${hash ? `#${hash}` : ""}`);
        else if (source) token.attrSet("href", source + file);
        else {
          token.type = "text";
          const end = children?.slice(at).find((other) => other.type === "link_close" && other.level === token.level);
          if (end) end.type = "text";
        }
      }
    }
  });
}
