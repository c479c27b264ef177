import { useMyStatus, useNames } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";
import { StatusMenu } from "../../parts.ts";
import { testIds } from "../../testids.ts";
import { Avatar, labelOf, PresenceDot } from "../Avatar.tsx";
import { Boundary } from "../Boundary.tsx";

interface UserStatusProps {
  readonly me: { readonly id: string; readonly name: string };
  readonly onSignOut: () => void;
}

/** Me: how others see me, and the menu to change it. */
export function UserStatus({ me, onSignOut }: UserStatusProps) {
  const status = useMyStatus();
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
        data-status={status?.status ?? "offline"}
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
          <small>{status?.text || status?.emoji ? `${status.emoji ?? ""} ${status.text ?? ""}`.trim() : labelOf(status)}</small>
        </span>
      </button>
      {isOpen && (
        <Boundary what="the menu" as="line">
          <StatusMenu status={status} userId={me.id} onClose={() => setOpen(false)} onSignOut={onSignOut} />
        </Boundary>
      )}
    </div>
  );
}
