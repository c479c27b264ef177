import type { Call } from "../../protocol/index.ts";

/** What came of ringing somebody who is not in the call. */
export type InviteFate = "calling" | "ringing" | "declined" | "busy" | "missed";

/** Somebody who was called, and what has become of it. */
export interface Invited {
  readonly user: string;
  readonly fate: InviteFate;
}

/** Who rings or rang, after the server named the call as a whole. */
export function invitedOf(call: Call, before: readonly Invited[]): readonly Invited[] {
  const isIn = new Set(call.participants.map(({ user }) => user));
  const kept = before.filter(({ user, fate }) => !isIn.has(user) && !call.ringing.includes(user) && fate !== "calling" && fate !== "ringing");
  return [...call.ringing.map((user) => before.find((one) => one.user === user) ?? { user, fate: "calling" as const }), ...kept];
}

export function withFate(invited: readonly Invited[], user: string, fate: InviteFate): readonly Invited[] {
  const known = invited.some((one) => one.user === user);
  return known ? invited.map((one) => (one.user === user ? { user, fate } : one)) : [...invited, { user, fate }];
}

/** Raised hands, the first one first. */
export function withHand(hands: readonly string[], participant: string, isUp: boolean): readonly string[] {
  if (hands.includes(participant) === isUp) return hands;
  return isUp ? [...hands, participant] : hands.filter((one) => one !== participant);
}
