import { browserRingElection, type IncomingCall, type MediaKind, type Room } from "@akkarealtime/client";
import { useCalls, useClient, useRooms } from "@akkarealtime/react";
import { useEffect, useRef } from "react";
import { ring } from "../media/sounds.ts";
import { attempt } from "../notifications/toasts.ts";
import { testIds } from "../testids.ts";
import { nameOf, titleOf } from "../text/names.ts";
import { Avatar } from "./Avatar.tsx";
import { Icon } from "./Icon.tsx";
import { callPlan } from "./call/call-plan.ts";

/** Whatever the page shows: a call that rings is announced, in every tab by sight and in one of them by sound. */
export function GlobalCallNotification() {
  const { incoming } = useCalls();
  useRinging(incoming.length > 0);
  const call = incoming[0];
  return call ? <Ringing key={call.call.id} incoming={call} others={incoming.length - 1} /> : null;
}

export function callerOf({ call, from }: IncomingCall): { id: string; name: string } {
  const id = from.split("/")[0] ?? from;
  const name = call.participants.find((participant) => participant.user === id)?.name;
  return { id, name: nameOf(id, name) };
}

/** The group or channel that a call is in; a call of two says by whom it is. */
export function groupOf(rooms: readonly Room[], id: string): string | null {
  const room = rooms.find((one) => one.id === id);
  return room === undefined || room.kind === "direct" ? null : titleOf(room);
}

export function incomingText(media: MediaKind, group: string | null): string {
  return `Incoming ${media === "video" ? "video" : "voice"} call${group === null ? "" : ` in ${group}`}`;
}

function Ringing({ incoming, others }: { incoming: IncomingCall; others: number }) {
  const { calls } = useClient();
  const card = useRef<HTMLDivElement>(null);
  const { id } = incoming.call;
  const caller = callerOf(incoming);
  const text = incomingText(incoming.call.media, groupOf(useRooms(), incoming.call.room));
  const isVideo = incoming.call.media === "video";

  useEffect(() => {
    const before = document.activeElement;
    card.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <div
      ref={card}
      className="incoming"
      role="alertdialog"
      aria-label={`${caller.name}: ${text}`}
      tabIndex={-1}
      data-testid={testIds.incomingCall}
      data-call={id}
      onKeyDown={(event) => {
        if (event.key === "Escape") attempt(calls.decline(id));
      }}
    >
      <span className="incoming-halo">
        <Avatar id={caller.id} name={caller.name} size={72} />
      </span>
      <div className="incoming-text">
        <strong data-testid={testIds.incomingCaller}>{caller.name}</strong>
        <span>
          {text}
          {others > 0 ? ` · ${others} more waiting` : ""}
        </span>
      </div>
      <div className="incoming-actions">
        <button type="button" className="call-choice decline" data-testid={testIds.declineCall} onClick={() => attempt(calls.decline(id))}>
          <span className="round">
            <Icon name="hangUp" size={26} />
          </span>
          Decline
        </button>
        <button type="button" className="call-choice" data-testid={testIds.acceptAudio} onClick={() => attempt(calls.accept(id, "audio"))}>
          <span className="round">
            <Icon name="phone" size={24} />
          </span>
          {isVideo ? "Voice only" : "Accept"}
        </button>
        {isVideo && (
          <button type="button" className="call-choice accept" data-testid={testIds.acceptVideo} onClick={() => attempt(calls.accept(id, "video"))}>
            <span className="round">
              <Icon name="video" size={26} />
            </span>
            Accept
          </button>
        )}
      </div>
      <button
        type="button"
        className="link"
        data-testid={testIds.incomingTest}
        onClick={() => callPlan.set({ kind: "accept", callId: id, title: `${caller.name} is calling`, media: incoming.call.media })}
      >
        Check camera and microphone first
      </button>
    </div>
  );
}

function useRinging(isOn: boolean): void {
  const { user } = useClient();
  useEffect(() => {
    if (!isOn) return;
    return browserRingElection(user).enter(() => {
      document.documentElement.dataset.ringing = "true";
      const silence = ring();
      return () => {
        delete document.documentElement.dataset.ringing;
        silence();
      };
    });
  }, [isOn, user]);
}
