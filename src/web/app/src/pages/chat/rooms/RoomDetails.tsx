import type { Room } from "@akkarealtime/client";
import { useClient, useMembers } from "@akkarealtime/react";
import { useState } from "react";
import { callPlan } from "../../../components/call/call-plan.ts";
import { Panel } from "../../../components/Panel.tsx";
import { PeoplePicker } from "../../../components/PeoplePicker.tsx";
import { nobodyPicked } from "../../../components/picking.ts";
import { usePicked } from "../../../components/use-picked.tsx";
import { explain, toast } from "../../../notifications/toasts.ts";
import { openRoom } from "../../../route.ts";
import { testIds } from "../../../testids.ts";
import { MemberList } from "../people/MemberList.tsx";
import { OwnSettings } from "./OwnSettings.tsx";
import { mayInvite, mayRename, roleName } from "../people/rights.ts";
import { RoomSettings } from "./RoomSettings.tsx";
import "../../../styles/later.css";

interface RoomDetailsProps {
  readonly room: Room;
  readonly me: string;
  readonly isPreview: boolean;
  readonly onClose: () => void;
}

/** About a room, beside it: topic, settings, members, and how to leave. */
export function RoomDetails({ room, me, isPreview, onClose }: RoomDetailsProps) {
  const isGroup = room.kind !== "direct";
  return (
    <Panel
      title={room.kind === "channel" ? "Channel" : room.kind === "group" ? "Group" : "Conversation"}
      label="About this room"
      className="details"
      testId={testIds.roomDetails}
      closeTestId={testIds.roomDetailsClose}
      onClose={onClose}
    >
      <div className="details-body">
        {isGroup && (mayRename(room) && !isPreview ? <RoomSettings key={`${room.name} ${room.topic}`} room={room} /> : <About room={room} isPreview={isPreview} />)}
        {!isPreview && <OwnSettings room={room} />}
        {!isPreview && (
          <button type="button" className="link details-test" onClick={() => callPlan.set({ kind: "test", title: room.name, media: "video" })}>
            Test camera and microphone
          </button>
        )}
        {mayInvite(room) && !isPreview && <Invite room={room} />}
        <MemberList room={room} me={me} isPreview={isPreview} />
        {isGroup && !isPreview && <Leave room={room} />}
      </div>
    </Panel>
  );
}

function About({ room, isPreview }: { room: Room; isPreview: boolean }) {
  return (
    <div className="about">
      <strong>{room.name}</strong>
      {room.topic && <p>{room.topic}</p>}
      {!isPreview && room.role && <p className="muted">You are {roleName(room.role).toLowerCase()} here: owners and admins change name and topic.</p>}
    </div>
  );
}

function Invite({ room }: { room: Room }) {
  const { connection } = useClient();
  const { members } = useMembers(room.id);
  const [picked, setPicked] = useState(nobodyPicked);
  const [error, setError] = useState<string | null>(null);
  const add = (users: readonly string[]) => {
    if (users.length === 0) return;
    setError(null);
    connection.request("chat.invite", { room: room.id, users }).then(
      () => {
        setPicked(nobodyPicked);
        toast(users.length === 1 ? "Added." : `${users.length} people added.`);
      },
      (reason: unknown) => setError(explain(reason)),
    );
  };
  const { check, question, error: whoError } = usePicked("Add anyway", add);
  const isAnybody = picked.users.length > 0 || picked.text.trim() !== "";

  const submit = async () => {
    const users = await check(picked);
    if (users !== null) add(users);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <PeoplePicker
        label="Add people"
        value={picked}
        onChange={setPicked}
        without={new Set(members.map(({ user }) => user))}
        testId={testIds.roomInviteUsers}
      />
      {question}
      {isAnybody && (
        <button className="button primary" type="submit" data-testid={testIds.roomInviteSubmit}>
          {picked.users.length > 1 ? `Add ${picked.users.length} people` : "Add"}
        </button>
      )}
      {(error ?? whoError) && (
        <p className="field-error" role="alert">
          {error ?? whoError}
        </p>
      )}
    </form>
  );
}

function Leave({ room }: { room: Room }) {
  const { connection } = useClient();
  const [isAsked, setAsked] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const leave = () => {
    connection.request("chat.leave", { room: room.id }).then(
      () => openRoom(null),
      (reason: unknown) => setError(explain(reason)),
    );
  };
  return (
    <div className="stack">
      {isAsked ? (
        <div className="row leave-question">
          <span>{room.kind === "channel" ? "Leave? You can join again later." : "Leave? You’ll need an invitation to come back."}</span>
          <button type="button" className="button small danger" data-testid={testIds.roomLeaveYes} onClick={leave}>
            Leave
          </button>
          <button type="button" className="button small" onClick={() => setAsked(false)}>
            Stay
          </button>
        </div>
      ) : (
        <button type="button" className="button danger" data-testid={testIds.roomLeave} onClick={() => setAsked(true)}>
          Leave {room.kind}
        </button>
      )}
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
