import { useNames } from "@akkarealtime/react";
import { useEffect, useRef } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import type { Suggestion } from "./use-mentions.ts";

interface MentionListProps {
  readonly id: string;
  readonly members: readonly Suggestion[];
  readonly index: number;
  readonly onPick: (index: number) => void;
  readonly onPoint: (index: number) => void;
}

/** Whom an `@` could mean, above the composer. */
export function MentionList({ id, members, index, onPick, onPoint }: MentionListProps) {
  const nameOf = useNames();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: "nearest" });
  }, [index]);
  return (
    <ul ref={list} id={id} className="suggestions mentions" role="listbox" aria-label={t("composer.mention")} data-testid={testIds.mentionList}>
      {members.map((member, at) => {
        const name = member.isAudience ? t(member.user === "all" ? "composer.all" : "composer.here") : nameOf(member.user, member.name);
        return (
          <li
            key={member.user}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === index}
            className="suggestion"
            data-testid={testIds.mentionOption}
            data-user={member.user}
            onPointerDown={(event) => {
              event.preventDefault();
              onPick(at);
            }}
            onPointerMove={() => onPoint(at)}
          >
            {member.isAudience ? (
              <span className="avatar audience" aria-hidden="true">
                <Icon name="people" size={16} />
              </span>
            ) : (
              <Avatar id={member.user} name={name} size={28} presenceOf={member.user} />
            )}
            <span>{name}</span>
            <small>@{member.user}</small>
          </li>
        );
      })}
    </ul>
  );
}
