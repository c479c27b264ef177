import type { Room, RoomKind, RoomSettings } from "@akkarealtime/client";

/** Where a conversation stands in the list. */
export type SectionKind = "unread" | "favourites" | RoomKind;

/** From top to bottom. */
export const sectionKinds: readonly SectionKind[] = ["unread", "favourites", "direct", "group", "channel"];

/** Whether there is something in it for me: what is muted is quiet, except where I am mentioned. */
export function isUnread({ unread, mentions }: Room, settings: RoomSettings | undefined): boolean {
  return mentions > 0 || (unread > 0 ? settings?.notify !== "nothing" : settings?.unread === true);
}

export function sectionOf(room: Room, settings: RoomSettings | undefined, isFirst: boolean): SectionKind {
  return isFirst ? "unread" : settings?.favourite === true ? "favourites" : room.kind;
}
