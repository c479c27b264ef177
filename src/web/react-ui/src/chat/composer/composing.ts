import type { Audience, AudienceLimits, Room } from "@akkarealtime/client";

/** What may be typed is limited by the frame that carries it: room for everything else in it. */
const frameBytes = 400;
/** Characters of a message (chat.md, "Limits"). */
const mostCharacters = 65_536;
const encoder = new TextEncoder();
/** Below it the space that is left is shown. */
export const nearLimit = 2_000;

/** How much more fits; negative where it is too long. Exact near the limit only, which is where it is shown. */
export function spaceLeft(text: string, maxMessageBytes: number): number {
  const characters = mostCharacters - text.length;
  // No character takes more than six bytes in JSON.
  if (text.length * 6 + frameBytes < maxMessageBytes) return characters;
  const bytes = encoder.encode(JSON.stringify(text)).length;
  return Math.min(characters, maxMessageBytes - frameBytes - bytes);
}

export interface MentionQuery {
  /** Where the `@` stands. */
  readonly start: number;
  readonly query: string;
}

/** The name that is being typed after an `@` left of the caret. */
export function mentionAt(text: string, caret: number): MentionQuery | null {
  const before = text.slice(0, caret);
  const match = /(?:^|[\s([{"'>*_~])@([\p{L}\p{N}_.:@-]{0,64})$/u.exec(before);
  if (!match) return null;
  const query = match[1] ?? "";
  return { start: caret - query.length - 1, query };
}

/** Puts `@id ` where the name was being typed. */
export function insertMention(text: string, { start, query }: MentionQuery, user: string): { text: string; caret: number } {
  const after = text.slice(start + 1 + query.length);
  const inserted = `@${user}${after.startsWith(" ") ? "" : " "}`;
  return { text: text.slice(0, start) + inserted + after, caret: start + inserted.length + (after.startsWith(" ") ? 1 : 0) };
}

const idCharacter = /[A-Za-z0-9_.:@-]/;

/** Those of `users` who really stand in the text as `@id`: of `@bob` and `@bob-smith` the longer one, once each. */
export function mentionsOf(text: string, users: Iterable<string>): string[] {
  const longestFirst = [...new Set(users)].sort((a, b) => b.length - a.length);
  const found = new Set<string>();
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (at > 0 && idCharacter.test(text.charAt(at - 1)) && !/[:.-]/.test(text.charAt(at - 1))) continue;
    const user = longestFirst.find((id) => text.startsWith(id, at + 1) && endsAt(text, at + 1 + id.length));
    if (user !== undefined) found.add(user);
  }
  return [...found];
}

/** What stands for many people in a text. A member of that id goes before it. */
export const audiences: readonly Audience[] = ["all", "here"];

/** Whom a text addresses as a whole; of both words the wider one. */
export function audienceOf(text: string, isMember: (id: string) => boolean): Audience | undefined {
  const found = mentionsOf(text, audiences);
  return audiences.find((audience) => found.includes(audience) && !isMember(audience));
}

const ranks: readonly unknown[] = ["member", "admin", "owner"];

/** What the server lets me address as a whole (chat.md). */
export function mayAddress({ kind, role, members }: Room, limits: AudienceLimits | undefined): boolean {
  return kind !== "direct" && limits !== undefined && ranks.indexOf(role) >= ranks.indexOf(limits.role) && members <= limits.members;
}

/** The full stop after a name belongs to the sentence. */
function endsAt(text: string, end: number): boolean {
  const rest = text.slice(end, end + 2);
  return rest === "" || !idCharacter.test(rest.charAt(0)) || (/[.:-]/.test(rest.charAt(0)) && !/[A-Za-z0-9_@]/.test(rest.charAt(1)));
}
