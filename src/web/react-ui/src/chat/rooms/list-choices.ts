import { kept } from "../../kept.ts";
import { storage } from "../../storage.ts";

const firstKey = "akkarealtime.rooms.unread-first";
const closedKey = "akkarealtime.rooms.closed";

/** Whether conversations with something unread stand above all others. */
export const unreadFirst = kept(() => storage.getItem(firstKey) === "yes");

/** The sections that show only what is unread or open. */
export const closedSections = kept(() => (storage.getItem(closedKey) ?? "").split(" ").filter(Boolean));

export function setUnreadFirst(on: boolean): void {
  storage.setItem(firstKey, on ? "yes" : "no");
  unreadFirst.set(on);
}

export function closeSections(closed: readonly string[]): void {
  storage.setItem(closedKey, closed.join(" "));
  closedSections.set([...closed]);
}
