import { useClient, usePreviews, useReadable, useRooms } from "@akkarealtime/react";
import { ToolDialog } from "../chat/extensions/ComposerTools.tsx";
import { Directory } from "../chat/rooms/Directory.tsx";
import { NewConversation } from "../chat/rooms/NewConversation.tsx";
import { Search } from "../chat/search/Search.tsx";
import { dialog, useOpenRoom, visit } from "../navigation.ts";
import { PreJoin } from "../parts.ts";
import { profile } from "../profile.ts";
import { Boundary } from "./Boundary.tsx";
import { ProfileCard } from "./ProfileCard.tsx";
import { ShortcutsHelp } from "./ShortcutsHelp.tsx";
import { callPlan } from "./call/call-plan.ts";

/** Whichever dialog a part has opened. */
export function Dialogs() {
  const client = useClient();
  const rooms = useRooms();
  const previews = usePreviews();
  const id = useOpenRoom();
  const card = useReadable(profile);
  const open = useReadable(dialog);
  const hasPlan = useReadable(callPlan) !== null;
  const room = [...rooms, ...previews].find((one) => one.id === id);
  const close = () => dialog.set(null);
  const closeCard = () => profile.set(null);
  const openRoom = (to: string, message?: string) => visit(client, to, message);
  return (
    <>
      <Boundary key={`profile ${card ?? ""}`} as="dialog" onClose={closeCard}>
        {card !== null && <ProfileCard user={card} onClose={closeCard} onOpen={openRoom} />}
      </Boundary>
      <Boundary as="dialog" onClose={() => callPlan.set(null)}>
        {hasPlan && <PreJoin />}
      </Boundary>
      <ToolDialog />
      <Boundary key={`dialog ${open ?? ""}`} as="dialog" onClose={close}>
        {(open === "new" || open === "new-channel") && <NewConversation first={open === "new" ? "direct" : "channel"} onClose={close} onOpened={openRoom} />}
        {open === "directory" && <Directory onClose={close} onOpened={openRoom} onNew={() => dialog.set("new-channel")} />}
        {open === "shortcuts" && <ShortcutsHelp onClose={close} />}
        {open === "search" && <Search rooms={rooms} current={room} onClose={close} onOpened={openRoom} />}
      </Boundary>
    </>
  );
}
