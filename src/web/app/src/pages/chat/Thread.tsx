import type { RoomState } from "@akkarealtime/client";
import { useOutgoing } from "@akkarealtime/react";
import { Icon } from "../../components/Icon.tsx";
import { testIds } from "../../testids.ts";
import { Composer } from "./Composer.tsx";
import { MessageItem } from "./MessageItem.tsx";
import { rowsOf } from "./rows.ts";

const nothing = () => undefined;

interface ThreadProps {
  readonly state: RoomState;
  readonly me: string;
  readonly root: string;
  readonly onClose: () => void;
}

/** A message and the answers to it, beside the room. */
export function Thread({ state, me, root, onClose }: ThreadProps) {
  const outgoing = useOutgoing(state.room.id);
  const rows = rowsOf(state, outgoing, { me, readBefore: state.room.head, thread: root });
  return (
    <aside className="thread" aria-label="Thread" data-testid={testIds.thread} data-root={root}>
      <header className="room-header">
        <h2>Thread</h2>
        <span className="spacer" />
        <button type="button" className="icon-button" aria-label="Close the thread" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="timeline">
        <div className="timeline-inner">
          {rows.map(
            (row) =>
              row.kind === "message" && (
                <MessageItem key={row.key} row={row} room={state.room} me={me} onReply={nothing} onEdit={nothing} onThread={nothing} />
              ),
          )}
        </div>
      </div>
      <Composer room={state.room} thread={root} />
    </aside>
  );
}
