import { join } from "node:path";
import type { Plugin } from "vite";
import { catalogue, compile } from "../react-ui/messages.ts";

/** The texts of this page, beside those of the users'. */
export const folder = join(import.meta.dirname, "messages");

const virtual = /^virtual:messages\/([\w-]+)$/;

/** `virtual:messages/<language>` is all that the page says in a language, by key: few people load it, and seldom. */
export function messages(): Plugin {
  return {
    name: "admin-messages",
    resolveId: (id) => (virtual.test(id) ? `\0${id}` : null),
    load(id) {
      const [, language] = virtual.exec(id.slice(1)) ?? [];
      if (language === undefined) return null;
      this.addWatchFile(join(folder, `${language}.json`));
      const texts = Object.entries(catalogue(language, folder)).map(([key, text]) => `${JSON.stringify(key)}:${compile(text, language)}`);
      return `export default {${texts.join(",")}}`;
    },
  };
}
