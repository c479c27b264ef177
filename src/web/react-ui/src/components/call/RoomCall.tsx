import { useClient, useRooms, useSelected } from "@akkarealtime/react";
import { t } from "../../i18n/t.ts";
import { CallView } from "../../parts.ts";
import { titleOf } from "../../text/names.ts";
import { Scope } from "../Scope.tsx";
import { useCallSize } from "./use-call-size.ts";

/** The call that this page is in: over all of the positioned element around it, or small in its corner. */
export function RoomCall() {
  const { calls } = useClient();
  // Only what shows here: the call itself changes many times a second.
  const callId = useSelected(calls.state, ({ current }) => current?.callId ?? null);
  const roomId = useSelected(calls.state, ({ current }) => current?.room ?? null);
  const hasCall = useSelected(calls.state, ({ current }) => current !== null);
  return (
    <Scope part="CallView" loading={<section className="call" />}>
      {hasCall && <Current callId={callId} roomId={roomId} />}
    </Scope>
  );
}

function Current({ callId, roomId }: { callId: string | null; roomId: string | null }) {
  const room = useRooms().find(({ id }) => id === roomId);
  const [isSmall, resize] = useCallSize(callId);
  return (
    <CallView
      title={room ? titleOf(room) : t("calls.title")}
      peer={room?.peer ?? room?.id ?? "call"}
      isGroup={room !== undefined && room.kind !== "direct"}
      isSmall={isSmall}
      onResize={resize}
    />
  );
}
