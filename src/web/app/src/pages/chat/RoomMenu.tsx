import type { Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useState, type SubmitEvent } from "react";
import { Dialog } from "../../components/Dialog.tsx";
import { Icon } from "../../components/Icon.tsx";
import { titleOf, userIdOf } from "../../lib/names.ts";
import { openRoom } from "../../lib/route.ts";
import { explain, toast } from "../../lib/toasts.ts";
import { testIds } from "../../testids.ts";

/** People and leaving, for groups and channels. */
export function RoomMenu({ room }: { room: Room }) {
  const { connection } = useClient();
  const [isOpen, setOpen] = useState(false);
  const [users, setUsers] = useState("");
  const [error, setError] = useState<string | null>(null);
  const mayInvite = room.kind === "group" || room.role !== "member";

  const run = (action: Promise<unknown>, done: () => void) => {
    setError(null);
    action.then(done, (reason: unknown) => setError(explain(reason)));
  };
  const invite = (event: SubmitEvent) => {
    event.preventDefault();
    const named = users.split(/[,\n]/).map(userIdOf).filter(Boolean);
    if (named.length === 0) return;
    run(connection.request("chat.invite", { room: room.id, users: named }), () => {
      setUsers("");
      setOpen(false);
      toast(named.length === 1 ? "Added." : `${named.length} people added.`);
    });
  };
  const leave = () => {
    run(connection.request("chat.leave", { room: room.id }), () => openRoom(null));
  };

  return (
    <>
      <button type="button" className="icon-button" aria-label="About this room" title="About this room" data-testid={testIds.roomMenu} onClick={() => setOpen(true)}>
        <Icon name="people" />
      </button>
      {isOpen && (
        <Dialog title={titleOf(room)} onClose={() => setOpen(false)}>
          <p className="muted">
            {room.kind === "channel" ? "Channel" : "Group"} · {room.members} {room.members === 1 ? "member" : "members"} · you are {room.role}
          </p>
          {room.topic && <p>{room.topic}</p>}
          {mayInvite && (
            <form className="stack" onSubmit={invite}>
              <label className="field">
                <span>Add people</span>
                <input
                  placeholder="bob, carol"
                  value={users}
                  data-testid={testIds.roomInviteUsers}
                  onChange={(event) => setUsers(event.target.value)}
                />
              </label>
              <button className="button primary" type="submit" data-testid={testIds.roomInviteSubmit}>
                Add
              </button>
            </form>
          )}
          {error && (
            <p className="field-error" role="alert">
              {error}
            </p>
          )}
          <button type="button" className="button danger" data-testid={testIds.roomLeave} onClick={leave}>
            Leave {room.kind}
          </button>
        </Dialog>
      )}
    </>
  );
}
