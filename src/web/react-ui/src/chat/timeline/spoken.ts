import type { Attachment, Message } from "@akkarealtime/client";
import { cleanText } from "../../text/clean.ts";
import { nameOf } from "../../text/names.ts";
import { plainText } from "../../text/plain.ts";

const mostChars = 300;

/** What is read aloud of a message. */
export function spoken(message: Message): string {
  return `${nameOf(message.by)}: ${spokenText(message.text, message.attachments, message.mentions)}`;
}

export function spokenText(text: string, attachments: readonly Attachment[] = [], mentions: readonly string[] = []): string {
  return cleanText(plainText({ text, attachments, mentions }).slice(0, mostChars));
}
