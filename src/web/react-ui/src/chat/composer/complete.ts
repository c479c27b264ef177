import type { Client } from "@akkarealtime/client";
import { completeEmoji, type Completion } from "../../emoji/complete.ts";
import { completeCommand } from "./commands.ts";

/** What is being typed left of the caret, and can be completed; commands only where there is a `room` for them. */
export function complete(text: string, caret: number, client: Client, room: string | undefined): Promise<Completion | null> {
  return text.startsWith("/") ? (room === undefined ? Promise.resolve(null) : completeCommand(text, caret, client, room)) : completeEmoji(text, caret, client.user);
}
