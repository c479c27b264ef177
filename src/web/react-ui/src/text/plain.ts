import type { Attachment } from "@akkarealtime/client";
import { t } from "../i18n/t.ts";
import { formatDuration } from "./format.ts";
import { parts } from "./linkify.ts";
import { withoutMarks } from "./marks.ts";
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
