import { useConnection, useNames, usePreviews, useReadable, useRooms, useRoomsLoaded } from "@akkarealtime/react";
import { Boundary } from "../components/Boundary.tsx";
import { RoomCall } from "../components/call/RoomCall.tsx";
import { ConnectionBanner } from "../components/ConnectionBanner.tsx";
import { GlobalCallNotification } from "../components/GlobalCallNotification.tsx";
import { Logo } from "../components/Icon.tsx";
import { idle } from "../components/later.ts";
import { Scope } from "../components/Scope.tsx";
import { UserStatus } from "../components/UserStatus/UserStatus.tsx";
import { t } from "../i18n/t.ts";
import { useOpenRoom } from "../navigation.ts";
import { WindowEffects } from "../parts.ts";
import { testIds } from "../testids.ts";
import { Room } from "./rooms/Room.tsx";
import { RoomComposer } from "./rooms/RoomComposer.tsx";
import { RoomHeader } from "./rooms/RoomHeader.tsx";
import { RoomList } from "./rooms/RoomList.tsx";
import { RoomMessages } from "./rooms/RoomMessages.tsx";
import { RoomTools } from "./rooms/RoomTools.tsx";

interface ChatProps {
  /** What the page is called: its title says as well what waits, which room is open, and who calls. Without it, the title is left as it is. */
  readonly name?: string;
  /** The user wants to sign out, or has to sign in again. */
  readonly onSignOut?: () => void;
}

/** All parts together, as high as what they are in: the rooms, the open one, calls, and me. */
export function Chat(props: ChatProps) {
  return (
    <Scope part="Chat">
      <Frame {...props} />
    </Scope>
  );
}

function Frame({ name, onSignOut }: ChatProps) {
  useNames();
  const rooms = useRooms();
  const previews = usePreviews();
  const areLoaded = useRoomsLoaded();
  const { state } = useConnection();
  const open = useOpenRoom();
  const room = [...rooms, ...previews].find(({ id }) => id === open);
  return (
    <div className="app" data-testid={testIds.app} data-state={state} data-room={room?.id} data-pane={room || (open !== null && areLoaded) ? "room" : "list"}>
      <ConnectionBanner onSignIn={onSignOut} />
      <aside className="sidebar">
        <header className="sidebar-header">
          <Logo size={28} />
          <h1>{t("sidebar.title")}</h1>
          <span className="spacer" />
          <RoomTools />
        </header>
        <RoomList />
        <UserStatus onSignOut={onSignOut} />
      </aside>
      <main className="main">
        <Room>
          <RoomHeader />
          <RoomMessages />
          <RoomComposer />
        </Room>
        <RoomCall />
      </main>
      <GlobalCallNotification />
      {useReadable(idle) && (
        <Boundary as="line">
          <WindowEffects name={name} />
        </Boundary>
      )}
    </div>
  );
}
