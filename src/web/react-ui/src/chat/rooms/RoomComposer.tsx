import type { Message } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { Scope } from "../../components/Scope.tsx";
import { JoinBanner } from "../../parts.ts";
import { Composer } from "../composer/Composer.tsx";
import { mayWrite } from "../composer/may-write.ts";
import { useRoomView } from "./room-view.ts";

/** Where one writes into the room; in its place, why one can't. */
export function RoomComposer() {
  const { user: me } = useClient();
  const { room, state, isPreview, commands, replyTo, stopReply } = useRoomView("Composer");
  return (
    <Scope part="Composer" as="line">
      {isPreview || !mayWrite(room) ? (
        <JoinBanner room={room} isPreview={isPreview} />
      ) : (
        <Composer room={room} replyTo={replyTo} lastOwn={() => lastOwn(state?.entries ?? [], me)} onEdit={commands.edit} onDone={stopReply} />
      )}
    </Scope>
  );
}

function lastOwn(entries: readonly { kind: string; message?: Message }[], me: string): Message | null {
  const isMine = ({ message }: { message?: Message }) => message?.by === me && !message.deleted && message.thread === undefined;
  return entries.findLast(isMine)?.message ?? null;
}
