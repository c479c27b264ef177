import { chatCommands, Store, type Client } from "@akkarealtime/client";
import type { ComposerExtension } from "../../extensions.ts";
import { forgetWith } from "../../forget.ts";
import { host } from "../../host.ts";

/** A dialog of the composer's that is open. */
export interface OpenTool {
  readonly load: () => Promise<ComposerExtension>;
  readonly room: string;
}

export const openTool = new Store<OpenTool | null>(null);

forgetWith(() => openTool.set(null));

/** The names of the commands that are offered in a room. */
export async function commandsIn({ connection }: Client, room: string): Promise<ReadonlySet<string>> {
  return new Set((await chatCommands(connection, room)).map(({ name }) => name));
}

/** Opens the dialog that does what a command does; false where there is none, or the command isn't offered. */
export async function openDialogOf(client: Client, room: string, command: string): Promise<boolean> {
  for (const load of host().extensions?.composer ?? []) {
    if ((await load()).command !== command) continue;
    if (!(await commandsIn(client, room)).has(command)) return false;
    openTool.set({ load, room });
    return true;
  }
  return false;
}
