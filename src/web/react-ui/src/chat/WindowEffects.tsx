import { useCalls, usePreviews, useRooms, useSettings } from "@akkarealtime/react";
import { useEffect } from "react";
import { callerOf } from "../components/call/incoming.ts";
import { useHelpKey } from "../hooks/use-help-key.ts";
import { useNoStrayDrop } from "../hooks/use-no-stray-drop.ts";
import { t } from "../i18n/t.ts";
import { useOpenRoom } from "../navigation.ts";
import { titleOf } from "../text/names.ts";

/** What the whole chat does with the window around it: its title, files that are dropped beside everything, and the key for help. */
export function WindowEffects({ name }: { name: string | undefined }) {
  useTitle(name);
  useNoStrayDrop();
  useHelpKey();
  return null;
}

function useTitle(name: string | undefined): void {
  const rooms = useRooms();
  const previews = usePreviews();
  const settings = useSettings();
  const [ringing] = useCalls().incoming;
  const open = useOpenRoom();
  const room = [...rooms, ...previews].find(({ id }) => id === open);
  // Of a muted room only what is meant for me.
  const unread = rooms.reduce((sum, { id, unread: count, mentions }) => sum + (settings.get(id)?.notify === "nothing" ? mentions : count), 0);
  useEffect(() => {
    if (name === undefined) return;
    const count = unread > 0 ? `(${unread > 99 ? "99+" : unread}) ` : "";
    document.title = ringing ? t("calls.titleCalling", { name: callerOf(ringing).name }) : `${count}${room ? `${titleOf(room)} · ` : ""}${name}`;
  }, [unread, ringing, room, name]);
}
