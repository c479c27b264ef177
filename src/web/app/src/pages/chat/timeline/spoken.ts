import type { Message } from "@akkarealtime/client";
import { cleanText } from "../../../text/clean.ts";
import { nameOf } from "../../../text/names.ts";

const mostChars = 300;

/** What is read aloud of a message. */
export function spoken(message: Message): string {
  return `${nameOf(message.by)}: ${cleanText(message.text.slice(0, mostChars))}`;
}
