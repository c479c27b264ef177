import type { Core } from "../core.ts";
import type { Chat } from "./chat.ts";
import type { BasicRooms } from "./basic-rooms.ts";
import { Blocks } from "./blocks.ts";
import { Members } from "./members.ts";
import { People } from "./people.ts";
import { Settings } from "./settings.ts";
import { Typing } from "./typing.ts";

type WithChat = Core & { readonly chat: Chat<BasicRooms> };

/** A part of a client: who is in its rooms. */
export function members({ connection, chat }: WithChat): Members {
  const made = new Members(connection);
  chat.events.add((event) => made.apply(event));
  chat.passedOver.add((room) => made.outdate(room));
  return made;
}

/** A part of a client: what people are called. */
export function people(client: Core): People {
  const { connection, user } = client;
  const made = new People({ connection, storage: client.storage("localStorage"), storageKey: `akkarealtime.people.${user}` });
  client.add({ close: () => made.pause(), forget: () => made.forget() });
  return made;
}

/** A part of a client, which has it as `blocks`: whom its user has blocked. */
export function blocks({ connection }: Core): Blocks {
  return new Blocks(connection);
}

/** A part of a client: who types where. */
export function typing(client: Core): Typing {
  return new Typing(client.connection, () => client.user, (user) => client.blocks?.has(user) === true);
}

/** A part of a client: how its user has set up their rooms. */
export function settings({ connection, user }: Core): Settings {
  return new Settings(connection, () => user);
}
