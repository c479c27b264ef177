import { chatCommands, newId, RequestError, runCommand, type ChatCommandEntry, type Client } from "@akkarealtime/client";
import type { Completion } from "../../emoji/complete.ts";
import { forgetWith } from "../../forget.ts";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { openDialogOf } from "../extensions/tools.ts";
import { notes } from "../timeline/notes.ts";

const mostShown = 8;
/** The page's own. */
const help = "help";

/** Commands that were given and not answered: given again, they are the same ones still. */
const given = new Map<string, { readonly key: string; running: Promise<string | boolean> | null }>();

forgetWith(() => given.clear());

/** What `/dep`, at the beginning of a text, can become. */
export async function completeCommand(text: string, caret: number, client: Client, room: string): Promise<Completion | null> {
  const wanted = /^\/([\w-]*)$/.exec(text.slice(0, caret))?.[1]?.toLowerCase();
  if (wanted === undefined) return null;
  const all = [...(await chatCommands(client.connection, room)), { name: help, description: t("commands.help") }];
  const found = all.filter(({ name }) => name.startsWith(wanted)).slice(0, mostShown);
  // Written out already: Enter gives it.
  if (found.length === 0 || (found.length === 1 && found[0]?.name === wanted)) return null;
  return { start: 0, end: caret, isWhole: false, found: found.map((one) => ({ emoji: `/${one.name} `, code: typed(one), about: one.description })) };
}

/**
 * What begins with a slash, and is sent: whether the command was carried out (where it wasn't, its user was told why), or the text where it is a message.
 */
export async function giveCommand(client: Client, room: string, thread: string | undefined, text: string): Promise<string | boolean> {
  if (text.startsWith("//")) return text.slice(1);
  // A path, or a fraction, is no command.
  const match = /^\/([a-z][\w-]{0,31})(?:\s+([^]*))?$/i.exec(text.trimEnd());
  if (!match) return text;
  const name = match[1]?.toLowerCase() ?? "";
  if (thread !== undefined) return tell(client, room, t("commands.notInThreads"));
  if (name === help) return list(client, room);
  if (!match[2] && (await openDialogOf(client, room, name).catch(() => false))) return true;
  const id = `${room} ${text}`;
  const one = given.get(id) ?? { key: newId(), running: null };
  given.set(id, one);
  one.running ??= run(client, { room, name, key: one.key, arguments: match[2] ?? "" }, id).finally(() => (one.running = null));
  return one.running;
}

async function run(client: Client, command: { room: string; name: string; key: string; arguments: string }, id: string): Promise<boolean> {
  try {
    const text = await runCommand(client.connection, command);
    given.delete(id);
    if (text !== undefined) tell(client, command.room, text);
    return true;
  } catch (error) {
    // Where there was no answer, it may have been carried out.
    if (!(error instanceof RequestError) || !["disconnected", "timeout", "unavailable"].includes(error.code)) given.delete(id);
    return tell(client, command.room, wordsOf(error, command.name));
  }
}

async function list(client: Client, room: string): Promise<boolean> {
  try {
    const all = await chatCommands(client.connection, room);
    const lines = all.map((one) => `- \`${typed(one)}\` ${one.description}`);
    tell(client, room, [all.length > 0 ? t("commands.listed") : t("commands.none"), ...lines].join("\n"));
    return true;
  } catch (error) {
    return tell(client, room, explain(error));
  }
}

function typed({ name, usage }: ChatCommandEntry): string {
  return usage ? `/${name} ${usage}` : `/${name}`;
}

/** A command's own words, where it has refused. */
function wordsOf(error: unknown, name: string): string {
  if (!(error instanceof RequestError)) return explain(error);
  if (error.code === "not-found" && error.field === "name") return t("commands.unknown", { name });
  return ["bad-request", "not-found", "forbidden", "conflict", "too-large"].includes(error.code) && error.message ? error.message : explain(error);
}

function tell(client: Client, room: string, text: string): false {
  const seq = client.rooms.room(room)?.get().room.head ?? 0;
  notes.update((all) => new Map(all).set(room, [...(all.get(room) ?? []), { key: newId(), seq, at: new Date(client.serverNow()).toISOString(), text }]));
  return false;
}
