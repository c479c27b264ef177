import { useClient, useMyStatus, useNames } from "@akkarealtime/react";
import { useState } from "react";
import { useLive } from "../../hooks/use-live.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { SignOutDialog, StatusMenu } from "../../parts.ts";
import { testIds } from "../../testids.ts";
import { statusLine, timeLeft } from "../../text/status.ts";
import { Avatar, PresenceDot } from "../Avatar.tsx";
import { Boundary } from "../Boundary.tsx";
import { Scope } from "../Scope.tsx";

interface UserStatusProps {
  /** The user wants to sign out, and nothing of them is kept any more. Without it, they can't. */
  readonly onSignOut?: () => void;
}

/** Me: how others see me, and the menu to change it. */
export function UserStatus({ onSignOut }: UserStatusProps) {
  return (
    <Scope part="UserStatus" as="line">
      <Me onSignOut={onSignOut} />
    </Scope>
  );
}

function Me({ onSignOut }: UserStatusProps) {
  const { user } = useClient();
  const known = useMyStatus();
  const isLive = useLive();
  const status = isLive ? known : null;
  const now = useNow(30_000, status?.clearAt !== undefined);
  const left = timeLeft(status?.clearAt, now);
  const [isLeaving, setLeaving] = useState(false);
  const name = useNames()(user);
  const [isOpen, setOpen] = useState(false);

  return (
    <div className="user-status">
      <button
        type="button"
        className="user-status-button"
        data-testid={testIds.userStatus}
        data-status={status?.status ?? "unknown"}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="avatar-with-dot">
          <Avatar id={user} name={name} size={36} />
          <PresenceDot status={status} user={user} />
        </span>
        <span className="user-status-text">
          <strong>{name}</strong>
          <small>
            {isLive ? statusLine(status) : t("connection.none")}
            {left && ` · ${left}`}
          </small>
        </span>
      </button>
      {isOpen && (
        <Boundary as="line">
          <StatusMenu
            status={known}
            userId={user}
            onClose={() => setOpen(false)}
            onSignOut={
              onSignOut &&
              (() => {
                setOpen(false);
                setLeaving(true);
              })
            }
          />
        </Boundary>
      )}
      {isLeaving && onSignOut && (
        <Boundary as="dialog" onClose={() => setLeaving(false)}>
          <SignOutDialog
            onSignOut={() => {
              setLeaving(false);
              onSignOut();
            }}
            onClose={() => setLeaving(false)}
          />
        </Boundary>
      )}
    </div>
  );
}
