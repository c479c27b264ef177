import { folded, type Audience, type AudienceLimits, type Member, type Room } from "@akkarealtime/client";
import { useClient, useMembers } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { audienceOf, audiences, mayAddress, mentionAt, mentionsOf, type MentionQuery } from "./composing.ts";

const mostShown = 8;
const typingPauseMs = 120;

/** A member, or what stands for many of them. */
export interface Suggestion extends Member {
  readonly isAudience?: boolean;
}

interface Mentions {
  /** What is being typed after an `@`, while the list is open. */
  readonly query: MentionQuery | null;
  readonly suggestions: readonly Suggestion[];
  /** The caret or the text changed. */
  readonly look: (text: string, caret: number) => void;
  readonly close: () => void;
  /** Members that the text really mentions. */
  readonly inText: (text: string) => string[];
  /** Whom it addresses as a whole, whether or not I may. */
  readonly audienceIn: (text: string) => Audience | undefined;
  readonly mayAddress: boolean;
}

/** Completion of `@name` from the members of the room, and who is mentioned in the end. */
export function useMentions(room: Room, me: string, limits: AudienceLimits | undefined): Mentions {
  const { members: source, people } = useClient();
  const { members, more } = useMembers(room.id);
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [found, setFound] = useState<{ query: string; members: readonly Member[] }>({ query: "", members: [] });
  /** Found on the server: members as well, though not of the loaded pages. */
  const [met, setMet] = useState<ReadonlySet<string>>(new Set());
  const wanted = query?.query ?? null;

  useEffect(() => {
    if (wanted === null || !more) return;
    let isOver = false;
    const timer = setTimeout(() => {
      source.find(room.id, wanted, mostShown + 1).then(
        (page) => {
          if (isOver) return;
          setFound({ query: wanted, members: page });
          setMet((before) => new Set([...before, ...page.map(({ user }) => user)]));
        },
        () => undefined,
      );
    }, typingPauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [source, room.id, wanted, more]);

  const named = ({ user, name }: Member) => folded(people.nameOf(user, name));
  const rank = (member: Member, text: string) => (named(member).startsWith(text) || folded(member.user).startsWith(text) ? 0 : 1);
  const isAllowed = mayAddress(room, limits);
  const isMember = (id: string) => met.has(id) || members.some(({ user }) => user === id);
  let suggestions: readonly Suggestion[] = [];
  if (wanted !== null) {
    const text = folded(wanted);
    const all = more ? found.members : members;
    suggestions = all
      .filter((member) => member.user !== me && (named(member).includes(text) || folded(member.user).includes(text)))
      .sort((a, b) => rank(a, text) - rank(b, text) || named(a).localeCompare(named(b)))
      .slice(0, mostShown);
    const addressed = (isAllowed ? audiences : [])
      .filter((audience) => audience.startsWith(text) && !isMember(audience))
      .map((user) => ({ user, name: "", role: "member", isAudience: true }) as const);
    // People come first, unless it is written out.
    suggestions = addressed[0]?.user === text ? [...addressed, ...suggestions] : [...suggestions, ...addressed];
  }

  // Written out already: Enter sends.
  if (suggestions.length === 1 && suggestions[0]?.user === wanted) suggestions = [];

  return {
    query: suggestions.length > 0 ? query : null,
    suggestions,
    look: (text, caret) => {
      const next = mentionAt(text, caret);
      setQuery((before) => (before?.start === next?.start && before?.query === next?.query ? before : next));
    },
    close: () => setQuery(null),
    inText: (text) => mentionsOf(text, [...members.map(({ user }) => user), ...met]).filter((user) => user !== me),
    audienceIn: (text) => (room.kind === "direct" ? undefined : audienceOf(text, isMember)),
    mayAddress: isAllowed,
  };
}
