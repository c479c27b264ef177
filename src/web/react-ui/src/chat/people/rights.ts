import type { Member, Role, Room } from "@akkarealtime/client";
import { t, type MessageKey } from "../../i18n/t.ts";

/** What the server lets somebody do in a room (docs/chat.md); the page offers nothing else. */
export function mayInvite(room: Room): boolean {
  return room.kind !== "direct";
}

export function mayRename(room: Room): boolean {
  return room.kind !== "direct" && room.role !== "member";
}

export function mayRemove(room: Room, member: Member): boolean {
  if (room.kind === "direct") return false;
  return room.role === "owner" || (room.role === "admin" && member.role === "member");
}

/** The roles that I may give to a member instead of the one they have. */
export function rolesFor(room: Room, member: Member): readonly Role[] {
  if (room.kind === "direct" || room.role === "member") return [];
  const all: readonly Role[] = room.role === "owner" ? ["owner", "admin", "member"] : member.role === "owner" ? [] : ["admin", "member"];
  return all.filter((role) => role !== member.role);
}

/** Why a role can't be given, though my role allows it; null where it can. `owners`: how many are known, null where not all members are. */
export function whyNot(member: Member, role: Role, owners: number | null): string | null {
  return member.role === "owner" && role !== "owner" && owners === 1 ? t("people.otherOwnerFirst") : null;
}

const names: Record<Role, MessageKey> = { owner: "role.owner", admin: "role.admin", member: "role.member" };

export function roleName(role: Role): string {
  return t(names[role]);
}
