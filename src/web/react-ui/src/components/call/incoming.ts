import type { IncomingCall, MediaKind, Room } from "@akkarealtime/client";
import { t } from "../../i18n/t.ts";
import { nameOf, titleOf } from "../../text/names.ts";

export function callerOf({ call, from }: IncomingCall): { id: string; name: string } {
  const id = from.split("/")[0] ?? from;
  const name = call.participants.find((participant) => participant.user === id)?.name;
  return { id, name: nameOf(id, name) };
}

/** The group or channel that a call is in; a call of two says by whom it is. */
export function groupOf(rooms: readonly Room[], id: string): string | null {
  const room = rooms.find((one) => one.id === id);
  return room === undefined || room.kind === "direct" ? null : titleOf(room);
}

export function incomingText(media: MediaKind, group: string | null): string {
  return group === null ? t("calls.incomingText", { media }) : t("calls.incomingIn", { media, group });
}
