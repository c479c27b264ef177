import type { Attachment } from "@akkarealtime/client";
import { t } from "../i18n/t.ts";
import { formatDuration } from "./format.ts";
import { parts } from "./linkify.ts";
import { nameOf } from "./names.ts";

interface Said {
  readonly text: string;
  readonly attachments?: readonly Attachment[];
  /** Whose ids stand for names. */
  readonly mentions?: readonly string[];
}

const enoughChars = 2_000;

/** A message in one line without its markup, with names for ids; what was sent without words is told by its files. */
export function plainText({ text, attachments = [], mentions = [] }: Said): string {
  const words = withNames(withoutMarks(text.slice(0, enoughChars)), mentions).replace(/\s+/g, " ").trim();
  return words || attachments.map(({ name, voice }) => (voice ? t("voice.of", { time: formatDuration(voice.ms) }) : name)).join(", ");
}

function withNames(text: string, mentions: readonly string[]): string {
  if (!text.includes("@")) return text;
  return parts(text)
    .map((part) => ("mention" in part && mentions.includes(part.mention) ? `@${nameOf(part.mention)}` : part.text))
    .join("");
}

/** The marks that the page draws as formatting, where they stand as such; what only looks like one stays. */
function withoutMarks(text: string): string {
  return text
    .replace(/^\s{0,3}(?:```|~~~)\S*\s*$/gm, "")
    .replace(/^\s{0,3}(?:>\s?)+/gm, "")
    .replace(/\[([^\]\n]{1,500})\]\((?:https?:|mailto:)[^\s)]{1,1000}\)/g, "$1")
    .replace(/(\*\*|__|~~)(?=\S)([^\n]{1,500}?\S)\1/g, "$2")
    .replace(/(?<![\w*\\])([*_])(?=[^\s*_])([^\n*_]{0,500}?[^\s*_])\1(?![\w*])/g, "$2")
    .replace(/`([^`\n]{1,500})`/g, "$1")
    .replace(/\\([\\`*_~[\]()>#+.!-])/g, "$1");
}
