import { useClient, useMyStatus, useNames, useReadable } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";
import { useLive } from "../../hooks/use-live.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { SignOutDialog, StatusMenu } from "../../parts.ts";
import { testIds } from "../../testids.ts";
import { statusLine, timeLeft } from "../../text/status.ts";
import { Avatar, PresenceDot } from "../Avatar.tsx";
import { Boundary } from "../Boundary.tsx";

interface UserStatusProps {
  readonly me: { readonly id: string; readonly name: string };
  readonly onSignOut: () => void;
}

/** Me: how others see me, and the menu to change it. */
export function UserStatus({ me, onSignOut }: UserStatusProps) {
  const { outbox } = useClient();
  const known = useMyStatus();
  const isLive = useLive();
  const status = isLive ? known : null;
  const now = useNow(30_000, status?.clearAt !== undefined);
  const left = timeLeft(status?.clearAt, now);
  const [isLeaving, setLeaving] = useState(false);
  const unsent = useReadable(outbox.items).filter(({ state }) => state !== "sent").length;
  const name = useNames()(me.id, me.name);
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey);
    };
  }, [isOpen]);

  return (
    <div className="user-status" ref={root}>
      <button
        ref={button}
        type="button"
        className="user-status-button"
        data-testid={testIds.userStatus}
        data-status={status?.status ?? "unknown"}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="avatar-with-dot">
          <Avatar id={me.id} name={name} size={36} />
          <PresenceDot status={status} user={me.id} />
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
            userId={me.id}
            onClose={() => setOpen(false)}
            onSignOut={() => {
              setOpen(false);
              if (unsent > 0) setLeaving(true);
              else onSignOut();
            }}
          />
        </Boundary>
      )}
      {isLeaving && (
        <Boundary as="dialog" onClose={() => setLeaving(false)}>
          <SignOutDialog
            unsent={unsent}
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
