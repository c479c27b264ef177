import type { CallSessionState, InviteFate, RemoteParticipant } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type SyntheticEvent } from "react";
import { useReturnFocus } from "../../hooks/use-return-focus.ts";
import { t, type MessageKey } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";
import { nameOf } from "../../text/names.ts";
import { Avatar } from "../Avatar.tsx";
import { ConfirmDialog } from "../ConfirmDialog.tsx";
import { Icon } from "../Icon.tsx";
import { PeoplePicker } from "../PeoplePicker.tsx";
import { nobodyPicked, resolve } from "../picking.ts";
import { displayName } from "./Tile.tsx";

const fates: Readonly<Record<InviteFate, MessageKey>> = {
  calling: "calls.calling",
  ringing: "calls.ringing",
  declined: "calls.declined",
  busy: "calls.busy",
  missed: "calls.noAnswer",
};

interface PeoplePanelProps {
  readonly current: CallSessionState;
  readonly isHost: boolean;
  /** The host, and the room's owners and admins. */
  readonly mayRemove: boolean;
  readonly onClose: () => void;
}

/** Who is in and who is rung; the first raised hand first. The host mutes, the host and the room's owners and admins remove, everybody invites. */
export function PeoplePanel({ current, isHost, mayRemove, onClose }: PeoplePanelProps) {
  const { calls, user: me } = useClient();
  const { remotes, hands, invited, call, local } = current;
  const place = (participant: string) => hands.indexOf(participant) + 1 || Number.POSITIVE_INFINITY;
  const others = remotes.toSorted((a, b) => place(a.participant) - place(b.participant) || displayName(a).localeCompare(displayName(b)));
  const panel = useRef<HTMLElement>(null);
  const [removing, setRemoving] = useState<RemoteParticipant | null>(null);
  useReturnFocus(panel);
  useLayoutEffect(() => panel.current?.querySelector("button")?.focus({ preventScroll: true }), []);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <aside ref={panel} className="call-panel" onKeyDown={onKey} aria-label={t("calls.people")} data-testid={testIds.callPeople}>
      <header>
        <h3>{t("calls.inCount", { count: remotes.length + 1 })}</h3>
        <button type="button" className="icon-button" aria-label={t("common.close")} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <ul>
        <Row user={me} name={t("common.you")} isHost={call?.host === me} isMuted={!local.audio} hand={hands.indexOf(calls.participant) + 1} />
        {others.map((remote) => (
          <Row
            key={remote.participant}
            user={remote.user}
            name={displayName(remote)}
            isHost={call?.host === remote.user}
            isMuted={!remote.media.audio}
            hand={hands.indexOf(remote.participant) + 1}
            onMute={isHost && remote.media.audio ? () => attempt(calls.mute(remote.participant)) : undefined}
            onRemove={mayRemove ? () => setRemoving(remote) : undefined}
          />
        ))}
      </ul>
      {invited.length > 0 && (
        <>
          <h4>{t("calls.notIn")}</h4>
          <ul>
            {invited.map(({ user, fate }) => (
              <li key={user} className="call-person" data-testid={testIds.callInvited} data-user={user} data-fate={fate}>
                <Avatar id={user} name={nameOf(user)} size={32} />
                <span>
                  {nameOf(user)}
                  <small>{t(fates[fate])}</small>
                </span>
                {fate !== "calling" && fate !== "ringing" && (
                  <button type="button" className="link" onClick={() => attempt(calls.invite([user]))}>
                    {t("calls.ringAgain")}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {removing && (
        <ConfirmDialog
          title={t("calls.removeQuestion", { name: displayName(removing) })}
          confirm={t("common.remove")}
          testId={testIds.callRemoveYes}
          onConfirm={() => attempt(calls.remove(removing.user))}
          onClose={() => setRemoving(null)}
        >
          {t("calls.removeText")}
        </ConfirmDialog>
      )}
      <Invite without={new Set([...remotes, ...invited].map(({ user }) => user))} />
    </aside>
  );
}

interface RowProps {
  readonly user: string;
  readonly name: string;
  readonly isHost: boolean;
  readonly isMuted: boolean;
  readonly hand: number;
  readonly onMute?: (() => void) | undefined;
  readonly onRemove?: (() => void) | undefined;
}

function Row({ user, name, isHost, isMuted, hand, onMute, onRemove }: RowProps) {
  return (
    <li className="call-person" data-testid={testIds.callPerson} data-user={user}>
      <Avatar id={user} name={name} size={32} />
      <span>
        {name}
        {isHost && <small>{t("calls.host")}</small>}
      </span>
      {hand > 0 && (
        <span className="raised" role="img" aria-label={t("calls.handNumber", { place: hand })}>
          <Icon name="hand" size={16} /> {hand}
        </span>
      )}
      {isMuted && (
        <span role="img" aria-label={t("calls.muted")}>
          <Icon name="micOff" size={16} />
        </span>
      )}
      {onMute && (
        <button type="button" className="icon-button small" aria-label={t("calls.muteName", { name })} title={t("calls.muteName", { name })} data-testid={testIds.callMute} onClick={onMute}>
          <Icon name="mic" size={16} />
        </button>
      )}
      {onRemove && (
        <button type="button" className="icon-button small" aria-label={t("common.removeName", { name })} title={t("common.removeName", { name })} data-testid={testIds.callRemove} onClick={onRemove}>
          <Icon name="close" size={16} />
        </button>
      )}
    </li>
  );
}

/** Everybody invites, by name; whoever is in it or rung already is not suggested. */
function Invite({ without }: { without: ReadonlySet<string> }) {
  const { calls, people } = useClient();
  const [picked, setPicked] = useState(nobodyPicked);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    // Whoever isn't in the room is refused by the server.
    const { users: found, unknown } = resolve(picked, people.known());
    const users = [...found, ...unknown];
    if (users.length === 0) return;
    attempt(calls.invite(users));
    setPicked(nobodyPicked);
  };
  return (
    <form className="call-invite" onSubmit={submit}>
      <PeoplePicker label={t("calls.invite")} value={picked} onChange={setPicked} without={without} testId={testIds.callInviteUsers} />
      <button type="submit" className="button primary small" data-testid={testIds.callInviteSubmit}>
        {t("calls.ring")}
      </button>
    </form>
  );
}
