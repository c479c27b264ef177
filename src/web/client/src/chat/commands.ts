import type { Connection } from "../connection/connection.ts";
import { newId } from "../connection/environment.ts";
import type { ChatCommandEntry } from "../protocol/index.ts";

/** The slash commands that its user may give in a room, by name. */
export async function chatCommands(connection: Connection, room: string): Promise<readonly ChatCommandEntry[]> {
  return (await connection.request("chat.commands", { room })).commands;
}

/** A slash command as a user gives it. */
export interface GivenCommand {
  readonly room: string;
  /** Without the slash, in lower case. */
  readonly name: string;
  /** The text behind the name. */
  readonly arguments?: string;
  /** The command's key, where it was given before and the answer was lost: the host can tell that it is the same. */
  readonly key?: string;
}

/**
 * Gives a slash command of the app's; resolves with what its user alone is told, or undefined where that is nothing. Rejects with a RequestError: what the command said, or
 * `disconnected` or `timeout`, after which it may have been carried out. It isn't repeated by itself.
 */
export async function runCommand(connection: Connection, { key = newId(), ...command }: GivenCommand): Promise<string | undefined> {
  return (await connection.request("chat.command", { ...command, key })).text;
}
