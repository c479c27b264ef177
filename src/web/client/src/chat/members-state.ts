import { isLogEvent, type AnyLogEvent, type ChatMembersReply, type Member } from "../protocol/index.ts";

/** The members of one room, as far as they were loaded. */
export interface MembersState {
  readonly state: "unloaded" | "loading" | "loaded" | "failed";
  /** In the order of ids, as far as they were loaded. */
  readonly members: readonly Member[];
  /** How many the room has. */
  readonly total: number;
  readonly more: boolean;
  /** Events of the room's log up to here are in it. */
  readonly head: number;
  /** Events of the room's log up to here are in `total`. */
  readonly totalHead: number;
}

export const unloaded: MembersState = { state: "unloaded", members: [], total: 0, more: false, head: 0, totalHead: 0 };

/** The first page, or the next one. It may be older than what was applied since it was asked for: that is to be applied again. */
export function addMembers(before: MembersState, page: ChatMembersReply, isNext: boolean): MembersState {
  const { more } = page;
  if (!isNext) return { state: "loaded", members: page.members, total: page.total, more, head: page.head, totalHead: page.head };
  const isNewer = page.head >= before.totalHead;
  return {
    state: "loaded",
    members: merge(before.members, page.members),
    total: isNewer ? page.total : before.total,
    more,
    head: Math.min(before.head, page.head),
    totalHead: Math.max(before.totalHead, page.head),
  };
}

/** An event of the room's log; one that is in the list already changes nothing. */
export function applyToMembers(state: MembersState, event: AnyLogEvent): MembersState {
  const { seq: head } = event.data;
  if (state.members.length === 0 || head <= state.head || !isLogEvent(event)) return state;
  const next = { ...state, head, totalHead: Math.max(state.totalHead, head) };
  const isCounted = head <= state.totalHead;
  switch (event.type) {
    case "chat.joined": {
      const { user, role } = event.data;
      const total = state.total + (isCounted ? 0 : 1);
      const isKnown = state.members.some((member) => member.user === user);
      // Beyond what is loaded: its page brings it.
      const isShown = !state.more || compare(user, state.members.at(-1)?.user ?? "") < 0;
      return { ...next, total, members: isShown && !isKnown ? merge(state.members, [{ user, name: user, role }]) : state.members };
    }
    case "chat.left": {
      const members = state.members.filter((member) => member.user !== event.data.user);
      return { ...next, members, total: Math.max(members.length, state.total - (isCounted ? 0 : 1)) };
    }
    case "chat.updated": {
      const { roles } = event.data;
      return roles ? { ...next, members: state.members.map((member) => ({ ...member, role: roles[member.user] ?? member.role })) } : state;
    }
    default:
      return state;
  }
}

/** By code units, as both stores order ids. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function merge(before: readonly Member[], more: readonly Member[]): readonly Member[] {
  const all = new Map([...before, ...more].map((member) => [member.user, member]));
  return [...all.values()].sort((a, b) => compare(a.user, b.user));
}
