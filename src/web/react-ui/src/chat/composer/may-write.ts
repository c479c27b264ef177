import type { Room } from "@akkarealtime/client";

/** Whether the room is not only for others to write in. */
export function mayWrite({ role, postRole = "member" }: Room): boolean {
  return postRole === "member" || role === "owner" || role === postRole;
}
