import type { Room } from "@akkarealtime/client";

const known = new Map<string, string>();

/** Names that the server told (my own, those of people in calls). */
export function rememberName(user: string, name: string): void {
  if (name && name !== user) known.set(user, name);
}

/** What a user is called; made from the id where the server never said it ("mary-ann" → "Mary Ann"). */
export function nameOf(user: string): string {
  const told = known.get(user);
  if (told) return told;
  const words = user.split(/[-_.:\s]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ") || user;
}

export function titleOf(room: Room): string {
  if (room.kind !== "direct") return room.name;
  return room.peer === undefined ? room.name : nameOf(room.peer);
}

/** The id that a typed name stands for: what the development sign-in makes of it. */
export function userIdOf(typed: string): string {
  const text = typed.trim().replace(/^@/, "");
  if (/^[A-Za-z0-9_.:@-]{1,64}$/.test(text) && text === text.toLowerCase()) return text;
  return slug(text);
}

function slug(name: string): string {
  const plain = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 64);
}

/** A hue per id, so that a face without a picture is recognised. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 360;
  return hash;
}

export function initialsOf(name: string): string {
  if (name === "#") return name;
  const words = name.replace(/^[#@]/, "").split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => Array.from(word ?? "").at(0) ?? "");
  return letters.join("").toUpperCase() || "?";
}
