import type { Message, Room } from "@akkarealtime/client";

export interface Rights {
  readonly edit: boolean;
  readonly delete: boolean;
  readonly pin: boolean;
  readonly thread: boolean;
}

/** What the server would grant (docs/chat.md): only that is offered. */
export function rightsOn(message: Message, room: Room, me: string): Rights {
  const isOwn = message.by === me;
  const isModerator = room.kind !== "direct" && room.role !== "member";
  return {
    // What is forwarded are somebody else’s words.
    edit: isOwn && !message.forwarded,
    delete: isOwn || isModerator,
    pin: room.kind !== "channel" || isModerator,
    thread: message.thread === undefined,
  };
}

/** What can be done with a message, by whoever shows it. The same object for as long as the room is open. */
export interface MessageCommands {
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message | null) => void;
  readonly thread: (root: string) => void;
  readonly delete: (message: Message) => void;
  readonly seen: (message: Message) => void;
  readonly jump: (id: string) => void;
}
