import type { LogEvent, LogEvents, Message } from "../protocol/index.ts";
import { emptied, isEmptied } from "./gone.ts";

export function toMessage(event: LogEvents["chat.message"]): Message {
  const message: Message & { room?: string } = { reactions: {}, mentions: [], attachments: [], ...event };
  delete message.room;
  return message;
}

export type ChangeEvent = Extract<LogEvent, { type: "chat.edited" | "chat.deleted" | "chat.pinned" | "chat.previewed" | "chat.reacted" }>;

/** A message after an event of its log, which may be about another one, or none. */
export function after(message: Message, event: LogEvent): Message {
  if (isEmptied(event)) return message;
  if (event.type === "chat.erased") return message.by === event.data.user && message.seq < event.data.seq ? emptied(message) : message;
  // What has no id is about no message.
  return message.id === (event as ChangeEvent).data.id ? changed(message, event as ChangeEvent) : message;
}

/** A message after what happened to it. */
export function changed(message: Message, event: ChangeEvent): Message {
  switch (event.type) {
    case "chat.edited":
      return { ...message, text: event.data.text, editedAt: event.data.at };
    case "chat.deleted":
      return { ...message, text: "", data: {}, deleted: true, pinned: false, reactions: {} };
    case "chat.pinned":
      return { ...message, pinned: event.data.on };
    case "chat.previewed":
      return { ...message, previews: event.data.previews ?? [] };
    case "chat.reacted":
      return react(message, event.data);
    default:
      return message;
  }
}

function react(message: Message, { emoji, on, by }: LogEvents["chat.reacted"]): Message {
  const others = (message.reactions[emoji] ?? []).filter((user) => user !== by);
  const users = on ? [...others, by] : others;
  const rest = Object.entries(message.reactions).filter(([name]) => name !== emoji);
  return { ...message, reactions: Object.fromEntries(users.length > 0 ? [...rest, [emoji, users]] : rest) };
}
