import type { Member, Role, Room } from "@akkarealtime/client";
import { useCalls, useClient, usePresence } from "@akkarealtime/react";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Icon } from "../../components/Icon.tsx";
import { useLive } from "../../hooks/use-live.ts";
import { direction } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { openRoom } from "../../navigation.ts";
import { profile } from "../../profile.ts";
import { testIds } from "../../testids.ts";
import { statusLine } from "../../text/status.ts";
import { RemoveDialog } from "./RemoveDialog.tsx";
import { mayRemove, roleName, rolesFor, whyNot } from "./rights.ts";

const gapPx = 8;

interface MemberItemProps {
  readonly room: Room;
  readonly member: Member;
  readonly name: string;
  readonly isMe: boolean;
  /** Strangers' status isn't shown to who only looks in. */
  readonly isPreview: boolean;
  readonly owners: number | null;
}

/** Somebody of a room: status, role, and what I may do about them. */
export function MemberItem({ room, member, name, isMe, isPreview, owners }: MemberItemProps) {
  const known = usePresence(isPreview ? undefined : member.user);
  const status = useLive() ? known : undefined;
  const [isOpen, setOpen] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  return (
    <div className="member" data-testid={testIds.member} data-user={member.user} data-role={member.role} data-status={status?.status ?? "unknown"}>
      <Avatar id={member.user} name={name} size={36} presenceOf={isPreview ? undefined : member.user} />
      <span className="member-text">
        <strong>
          <button type="button" className="who" data-testid={testIds.profileOpen} data-user={member.user} onClick={() => profile.set(member.user)}>
            {name}
          </button>
          {isMe && <span className="muted"> {t("people.youMark")}</span>}
        </strong>
        <small>{isPreview ? member.user : statusLine(status)}</small>
      </span>
      {member.role !== "member" && <span className="role">{roleName(member.role)}</span>}
      {!isMe && !isPreview && (
        <button
          type="button"
          className="icon-button small"
          aria-label={t("people.actionsFor", { name })}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          data-testid={testIds.memberMenu}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="more" size={18} />
        </button>
      )}
      {isOpen && <MemberMenu room={room} member={member} name={name} owners={owners} onClose={close} onRemove={() => setRemoving(true)} />}
      {isRemoving && <RemoveDialog room={room} user={member.user} name={name} onClose={() => setRemoving(false)} />}
    </div>
  );
}

interface MemberMenuProps {
  readonly room: Room;
  readonly member: Member;
  readonly name: string;
  readonly owners: number | null;
  readonly onClose: () => void;
  readonly onRemove: () => void;
}

function MemberMenu({ room, member, name, owners, onClose, onRemove }: MemberMenuProps) {
  const client = useClient();
  const { current } = useCalls();
  const root = useRef<HTMLDivElement>(null);
  const isInCall = current !== null && current.phase !== "ended";

  // Beside its row and not within the list, which would cut it.
  useLayoutEffect(() => {
    const menu = root.current;
    const row = menu?.parentElement?.getBoundingClientRect();
    if (!menu || !row) return;
    const { height } = menu.getBoundingClientRect();
    const below = row.bottom - gapPx;
    menu.style.top = `${below + height > innerHeight ? Math.max(gapPx, row.top + gapPx - height) : below}px`;
    const end = direction() === "rtl" ? row.left : document.documentElement.clientWidth - row.right;
    menu.style.insetInlineEnd = `${end + gapPx}px`;
    const list = menu.closest(".member-scroller");
    list?.addEventListener("scroll", onClose);
    window.addEventListener("resize", onClose);
    return () => {
      list?.removeEventListener("scroll", onClose);
      window.removeEventListener("resize", onClose);
    };
  }, [onClose]);

  useEffect(() => {
    const before = document.activeElement;
    root.current?.querySelector("button")?.focus({ preventScroll: true });
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.parentElement?.contains(event.target)) onClose();
    };
    document.addEventListener("pointerdown", onPointer);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [onClose]);

  const onKey = (event: React.KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    }
    if (step === 0) return;
    event.preventDefault();
    const items = [...(root.current?.querySelectorAll<HTMLElement>("button:not(:disabled)") ?? [])];
    items[(items.indexOf(document.activeElement as HTMLElement) + step + items.length) % items.length]?.focus();
  };
  const run = (action: Promise<unknown>) => {
    attempt(action);
    onClose();
  };
  const give = (role: Role) => run(client.connection.request("chat.update", { room: room.id, roles: { [member.user]: role } }));

  return (
    <div ref={root} className="member-actions" role="menu" aria-label={name} onKeyDown={onKey}>
      <button type="button" role="menuitem" className="menu-item" data-testid={testIds.memberMessage} onClick={() => run(client.direct(member.user).then(({ id }) => openRoom(id)))}>
        {t("people.message")}
      </button>
      <button
        type="button"
        role="menuitem"
        className="menu-item"
        disabled={isInCall}
        title={isInCall ? t("calls.already") : undefined}
        data-testid={testIds.memberCall}
        onClick={() => run(client.calls.start({ user: member.user }, "audio"))}
      >
        {t("people.call")}
      </button>
      {rolesFor(room, member).map((role) => {
        const reason = whyNot(member, role, owners);
        return (
          <button
            key={role}
            type="button"
            role="menuitem"
            className="menu-item"
            disabled={reason !== null}
            title={reason ?? undefined}
            data-testid={testIds.memberRole}
            data-role={role}
            onClick={() => give(role)}
          >
            {t("people.make", { role })}
          </button>
        );
      })}
      {mayRemove(room, member) && (
        <button
          type="button"
          role="menuitem"
          className="menu-item danger"
          data-testid={testIds.memberRemove}
          onClick={() => {
            onClose();
            onRemove();
          }}
        >
          {t("people.removeFrom", { kind: room.kind })}
        </button>
      )}
    </div>
  );
}
