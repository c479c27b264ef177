import type { Call, Participant } from "../../protocol/index.ts";
import type { CallSessionState } from "./call-state.ts";
import { invitedOf, withFate, withHand, type InviteFate } from "./people.ts";

type Change = Partial<CallSessionState>;

/** The server named the call as a whole: who is in, who is rung, and whose hand is up since when. */
export function named({ invited, hands }: CallSessionState, call: Call, me: string): Change {
  const isIn = new Set(call.participants.map(({ participant }) => participant));
  const raised = call.participants
    .filter(({ media }) => media.hand === true)
    .toSorted((a, b) => (a.media.handAt ?? "").localeCompare(b.media.handAt ?? ""))
    .map(({ participant }) => participant);
  const kept = hands.filter((one) => isIn.has(one) && (raised.includes(one) || one === me));
  return {
    callId: call.id,
    room: call.room,
    call,
    invited: invitedOf(call, invited),
    hands: [...kept, ...raised.filter((one) => !kept.includes(one) && one !== me)],
  };
}

/** The server's picture of who is rung; who is in is known from joining and leaving, which is never lost. */
export function updated({ call: before, invited }: CallSessionState, call: Call): Change {
  return before ? { call: { ...call, participants: before.participants }, invited: invitedOf(call, invited) } : {};
}

export function joined({ call, invited }: CallSessionState, participant: Participant): Change {
  const others = call?.participants.filter((one) => one.participant !== participant.participant) ?? [];
  return {
    invited: invited.filter(({ user }) => user !== participant.user),
    ...(call && { call: { ...call, participants: [...others, participant], ringing: call.ringing.filter((user) => user !== participant.user) } }),
  };
}

export function left({ call, hands }: CallSessionState, participant: string): Change {
  const participants = call?.participants.filter((one) => one.participant !== participant) ?? [];
  return { hands: withHand(hands, participant, false), ...(call && { call: { ...call, participants } }) };
}

/** What came of ringing somebody. */
export function rang({ call, phase, invited }: CallSessionState, user: string, fate: InviteFate): Change {
  if (call?.participants.some((one) => one.user === user)) return {};
  return { invited: withFate(invited, user, fate), ...(fate === "ringing" && phase === "calling" && { phase: "ringing" as const }) };
}
