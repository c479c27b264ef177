import type { People, Room } from "@akkarealtime/client";
import { t } from "../i18n/t.ts";

let people: People | null = null;

/** Whose names are shown from now on: those that this client learns. */
export function followNames(of: People): void {
  people = of;
}

/** What a user is called; where that isn't known, what was `told` of them, and their id where they never signed in. */
export function nameOf(user: string, told: string = user): string {
  return people?.nameOf(user, told) ?? told;
}

export function titleOf(room: Room): string {
  if (room.kind !== "direct") return room.name;
  return room.peer === undefined ? room.name : nameOf(room.peer, room.name);
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

/** What stands over the first message of a room. */
export function beginningOf(room: Room): string {
  const name = titleOf(room);
  return room.kind === "direct" ? t("room.beginDirect", { name }) : t("room.begin", { kind: room.kind, name });
}
