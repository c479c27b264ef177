import { useClient } from "@akkarealtime/react";
import { Scope } from "../../components/Scope.tsx";
import { Timeline } from "../timeline/Timeline.tsx";
import { useRoomView } from "./room-view.ts";

/** The room's messages, in a column that gives them room. */
export function RoomMessages() {
  const { user: me } = useClient();
  const { state, commands, editing, openThread } = useRoomView("Timeline");
  return <Scope part="Timeline">{state && <Timeline state={state} me={me} commands={commands} editing={editing} onThread={openThread} />}</Scope>;
}
