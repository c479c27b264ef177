import { folded, type People, type Person } from "@akkarealtime/client";
import { t } from "../i18n/t.ts";
import { userIdOf } from "../text/user-id.ts";

/** Who was chosen, and what is typed and not chosen yet. */
export interface Picked {
  readonly users: readonly string[];
  readonly text: string;
}

export const nobodyPicked: Picked = { users: [], text: "" };

export interface Resolved {
  /** Chosen, or typed as somebody I know is called. */
  readonly users: readonly string[];
  /** What may be somebody's id, and nobody's that I know. */
  readonly unknown: readonly string[];
  /** Typed, and in no way somebody; or several people's name. */
  readonly nobody: readonly string[];
}

const validId = /^[A-Za-z0-9_.:@-]{1,64}$/;

/** Who is meant: a typed name counts where exactly one person has it. */
export function resolve({ users, text }: Picked, known: readonly Person[]): Resolved {
  const found = new Set(users);
  const unknown = new Set<string>();
  const nobody = new Set<string>();
  for (const part of text.split(/[,;\n]/)) {
    const typed = part.trim().replace(/^@/, "");
    if (!typed) continue;
    const person = known.find(({ user }) => user === typed);
    const named = known.filter(({ name }) => folded(name) === folded(typed));
    const [only] = named;
    const id = userIdOf(typed);
    if (person) found.add(person.user);
    else if (named.length === 1 && only) found.add(only.user);
    else if (named.length > 1 || !validId.test(id)) nobody.add(typed);
    else if (known.some(({ user }) => user === id)) found.add(id);
    else unknown.add(id);
  }
  return { users: [...found], unknown: [...unknown], nobody: [...nobody] };
}

/** Why what was typed is nobody; null where all of it is somebody. */
export function whyNobody({ nobody: [first] }: Resolved, known: readonly Person[]): string | null {
  if (first === undefined) return null;
  const count = known.filter(({ name }) => folded(name) === folded(first)).length;
  return count > 1 ? t("people.ambiguous", { count, name: first }) : t("people.nobodyCalled", { name: first });
}

/** As many ids as the server is asked about; of the others, the user is. */
const mostLookedUp = 5;

/** Who of those that I don't know somebody has signed in as: the server's directory knows, if there is one. */
export async function lookUp(people: People, resolved: Resolved): Promise<Resolved> {
  const found = await Promise.all(resolved.unknown.slice(0, mostLookedUp).map((id) => people.find(id, { limit: 200 }).catch(() => ({ people: [] }))));
  const ids = new Set(found.flatMap((page) => page.people.map(({ user }) => user)));
  const isSomebody = (id: string) => ids.has(id);
  return { ...resolved, users: [...new Set([...resolved.users, ...resolved.unknown.filter(isSomebody)])], unknown: resolved.unknown.filter((id) => !isSomebody(id)) };
}
