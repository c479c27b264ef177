import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { addressOf, isPage, reference, repositoryLinks, root, slug, titleOf } from "./links.ts";

/** The pages of the repository as a site: `npm run dev`, or `npm run build` for `artifacts/docs`. They stay where they are, and readable without it. */
export default defineConfig({
  title: "AkkaRealtime",
  description: "A realtime server for browser apps: chat, calls and who is online, over one WebSocket",
  lang: "en",
  srcDir: root,
  srcExclude: ["artifacts/!(reference)/**", "tests/**", "**/bin/**", "**/obj/**", "docs/site/**"],
  ignoreDeadLinks: "localhostLinks",
  outDir: `${root}/artifacts/docs`,
  rewrites: (page) => `${addressOf(page).replace(/(^|\/)$/, "$1index")}.md`,
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    html: false,
    anchor: { slugify: slug },
    config: (markdown) => markdown.use(repositoryLinks),
  },
  // Pages are outside of this folder, where nobody else would find it.
  vite: {
    resolve: {
      alias: [
        { find: /^vue$/, replacement: fileURLToPath(new URL("dist/vue.runtime.esm-bundler.js", import.meta.resolve("vue/package.json"))) },
        { find: /^vue\/server-renderer$/, replacement: fileURLToPath(import.meta.resolve("vue/server-renderer")) },
      ],
    },
  },
  transformPageData: (page) => ({ title: page.title || "AkkaRealtime" }),
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Start", link: "/docs/guides/start" },
      { text: "Protocol", link: "/docs/protocol" },
      { text: "Reference", link: `/${addressOf(reference)}` },
      { text: "Changes", link: "/docs/CHANGELOG" },
    ],
    sidebar: [
      section("Begin", ["README.md", "docs/guides/start.md"]),
      section("Moving here", ["docs/guides/socket-io.md", "docs/guides/signalr.md", "docs/guides/pusher.md"]),
      section("Building apps", ["src/web/client/README.md", "src/web/react/README.md", "src/web/react-ui/README.md", "src/python/README.md", "docs/guides/recipes.md", "docs/chat.md", "docs/calls.md"]),
      section("In ASP.NET Core", ["docs/embedding.md", "docs/extending.md"]),
      section("Running it", ["docs/operations.md", "docs/cluster.md", "docs/kubernetes.md", "docs/cli.md", "docs/webhooks.md", "docs/security.md", "docs/threat-model.md", "docs/performance.md"]),
      section("Reference", ["docs/protocol.md", reference, "docs/conformance.md", "docs/CHANGELOG.md"]),
      section("Inside", ["docs/architecture.md", "docs/development.md", "docs/decisions/README.md"]),
    ],
  },
});

function section(text: string, pages: readonly string[]) {
  for (const page of pages) if (!isPage(page)) throw new Error(`The sidebar has ${page}, which isn't there.`);
  return { text, collapsed: false, items: pages.map((page) => ({ text: titleOf(page), link: `/${addressOf(page)}` })) };
}
