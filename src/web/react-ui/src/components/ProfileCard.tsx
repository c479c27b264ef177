import { useCalls, useClient, useConnection, useNames, usePresence, useRooms } from "@akkarealtime/react";
import { useState } from "react";
import { useLive } from "../hooks/use-live.ts";
import { useNow } from "../hooks/use-now.ts";
import { t } from "../i18n/t.ts";
import { explain } from "../notifications/explain.ts";
import { attempt, toast } from "../notifications/toasts.ts";
import { testIds } from "../testids.ts";
import { laterTestIds } from "../testids-later.ts";
import { formatLastSeen } from "../text/format.ts";
import { labelOf } from "../text/status.ts";
import { localTime } from "../text/zone.ts";
import { Avatar } from "./Avatar.tsx";
import { go } from "./call/call-plan.ts";
import { Dialog } from "./Dialog.tsx";
import { Icon } from "./Icon.tsx";
import { ProfileBlock } from "./ProfileBlock.tsx";
import { ProfileRooms } from "./ProfileRooms.tsx";
import { PictureDialog } from "./UserStatus/PictureDialog.tsx";

interface ProfileCardProps {
  readonly user: string;
  readonly onClose: () => void;
  readonly onOpen: (room: string) => void;
}

/** Somebody: what they are called, how they are, and what one may do: write, call. */
export function ProfileCard({ user, onClose, onOpen }: ProfileCardProps) {
  const client = useClient();
  const name = useNames()(user);
  const known = usePresence(user);
  const status = useLive() ? known : undefined;
  const now = useNow(30_000);
  const { current } = useCalls();
  const direct = useRooms().find((room) => room.kind === "direct" && room.peer === user);
  const [isBusy, setBusy] = useState(false);
  const [isPictureOpen, setPictureOpen] = useState(false);
  const takesPictures = useConnection().session?.limits.maxPictureBytes !== undefined;
  const isMe = user === client.user;
  const isInCall = current !== null && current.phase !== "ended";
  const seen = status?.status === "offline" && status.lastSeen ? formatLastSeen(status.lastSeen, now) : labelOf(status);
  // Where somebody is doesn't change with the connection, and the time goes on.
  const time = isMe ? null : localTime(known?.zone, now);
  const said = `${status?.emoji ?? ""} ${status?.text ?? ""}`.trim();

  const withRoom = async (then: (room: string) => unknown) => {
    setBusy(true);
    try {
      const { id } = direct ?? (await client.direct(user));
      onClose();
      await then(id);
    } catch (error) {
      toast(explain(error));
      setBusy(false);
    }
  };
  const call = (media: "audio" | "video") => void withRoom((room) => attempt(go(client.calls, { kind: "start", room, title: name, media })));

  return (
    <Dialog title={isMe ? t("common.you") : t("people.profile")} onClose={onClose} testId={testIds.profile}>
      <div className="profile" data-user={user}>
        <Avatar id={user} name={name} size={72} presenceOf={user} />
        <div className="profile-text">
          <strong dir="auto" data-testid={testIds.profileName}>
            {name}
          </strong>
          {name !== user && <small>{user}</small>}
          <span data-testid={testIds.profileStatus}>{said ? `${seen} · ${said}` : seen}</span>
          {time !== null && (
            <span className="profile-time" data-testid={laterTestIds.profileTime}>
              <Icon name="clock" size={14} />
              {time}
            </span>
          )}
        </div>
      </div>
      {!isMe && (
        <p className="row profile-actions">
          <button type="button" className="button primary" disabled={isBusy} data-testid={testIds.profileMessage} onClick={() => void withRoom(onOpen)}>
            <Icon name="thread" size={18} />
            {t("people.message")}
          </button>
          <button type="button" className="button" disabled={isBusy || isInCall} data-testid={testIds.profileCall} onClick={() => call("audio")}>
            <Icon name="phone" size={18} />
            {t("people.call")}
          </button>
          <button type="button" className="button" disabled={isBusy || isInCall} data-testid={testIds.profileVideo} onClick={() => call("video")}>
            <Icon name="video" size={18} />
            {t("people.video")}
          </button>
        </p>
      )}
      {!isMe && (
        <ProfileRooms
          user={user}
          onOpen={(room) => {
            onClose();
            onOpen(room);
          }}
        />
      )}
      {isMe && takesPictures && (
        <p className="row dialog-actions">
          <button type="button" className="button" onClick={() => setPictureOpen(true)}>
            {t("picture.change")}
          </button>
        </p>
      )}
      {isPictureOpen && <PictureDialog onClose={() => setPictureOpen(false)} />}
      {!isMe && <ProfileBlock user={user} name={name} />}
    </Dialog>
  );
}
