import type { Room } from "@akkarealtime/client";
import { useClient, useMembers } from "@akkarealtime/react";
import { useState } from "react";
import { callPlan } from "../../components/call/call-plan.ts";
import { Panel } from "../../components/Panel.tsx";
import { PeoplePicker } from "../../components/PeoplePicker.tsx";
import { nobodyPicked } from "../../components/picking.ts";
import { usePicked } from "../../components/use-picked.tsx";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { toast } from "../../notifications/toasts.ts";
import { openRoom } from "../../navigation.ts";
import { testIds } from "../../testids.ts";
import { MemberList } from "../people/MemberList.tsx";
import { Bans } from "./Bans.tsx";
import { OwnSettings } from "./OwnSettings.tsx";
import { mayInvite, mayRename } from "../people/rights.ts";
import { RoomSettings } from "./RoomSettings.tsx";

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
      title={room.kind === "channel" ? t("conversation.channel") : room.kind === "group" ? t("conversation.group") : t("conversation.title")}
      label={t("room.about")}
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
            {t("devices.test")}
          </button>
        )}
        {isGroup && mayRename(room) && !isPreview && <Bans room={room} />}
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
      {!isPreview && room.role && <p className="muted">{t("room.yourRole")}</p>}
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
        toast(t("people.added", { count: users.length }));
      },
      (reason: unknown) => setError(explain(reason)),
    );
  };
  const { check, question, error: whoError } = usePicked(picked, t("people.addAnyway"), add);
  const isAnybody = picked.users.length > 0 || picked.text.trim() !== "";

  const submit = async () => {
    const users = await check();
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
        label={t("people.add")}
        value={picked}
        onChange={setPicked}
        without={new Set(members.map(({ user }) => user))}
        testId={testIds.roomInviteUsers}
      />
      {question}
      {isAnybody && (
        <button className="button primary" type="submit" data-testid={testIds.roomInviteSubmit}>
          {t("people.addCount", { count: Math.max(1, picked.users.length) })}
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
          <span>{room.kind === "channel" ? t("room.leaveChannel") : t("room.leaveGroup")}</span>
          <button type="button" className="button small danger" data-testid={testIds.roomLeaveYes} onClick={leave}>
            {t("room.leaveShort")}
          </button>
          <button type="button" className="button small" onClick={() => setAsked(false)}>
            {t("room.stay")}
          </button>
        </div>
      ) : (
        <button type="button" className="button danger" data-testid={testIds.roomLeave} onClick={() => setAsked(true)}>
          {t("room.leave", { kind: room.kind })}
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
