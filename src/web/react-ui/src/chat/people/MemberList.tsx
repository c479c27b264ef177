import type { Member, Role, Room } from "@akkarealtime/client";
import { matches } from "@akkarealtime/client";
import { useClient, useMembers, useNames } from "@akkarealtime/react";
import { useEffect, useRef, useState } from "react";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { MemberItem } from "./MemberItem.tsx";

/** As styles/people.css says. */
const rowPx = 52;
const beyond = 6;
const typingPauseMs = 200;
const mostFound = 50;

/** Who is in the room: as many elements as fit on the screen, pages loaded while one scrolls, found by name on the server. */
export function MemberList({ room, me, isPreview }: { room: Room; me: string; isPreview: boolean }) {
  const { members: source } = useClient();
  const { state, members, total, more } = useMembers(room.id);
  const nameOf = useNames();
  const [filter, setFilter] = useState("");
  const found = useFound(room.id, filter, more);
  const [from, setFrom] = useState(0);
  const [height, setHeight] = useState(600);
  const list = useRef<HTMLDivElement>(null);

  const named = (member: Member) => nameOf(member.user, member.name);
  // In order of rank and name once all are here; while some are missing, as they come.
  const sorted = more ? members : [...members].sort((a, b) => ranks[b.role] - ranks[a.role] || named(a).localeCompare(named(b)));
  const shown = filter.trim() === "" ? sorted : (found ?? sorted.filter((member) => matches({ user: member.user, name: named(member) }, filter)));
  const owners = more ? null : members.filter(({ role }) => role === "owner").length;
  const first = Math.min(from, Math.max(0, shown.length - 1));
  const visible = shown.slice(first, first + Math.ceil(height / rowPx) + beyond);

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = list.current;
    if (!element) return;
    setFrom(Math.max(0, Math.floor(element.scrollTop / rowPx) - beyond / 2));
    if (more && element.scrollHeight - element.scrollTop - element.clientHeight < 10 * rowPx) void source.loadMore(room.id);
  };

  return (
    <section className="members" aria-label={t("people.members")}>
      <h3>
        {t("people.members")} <span className="muted">{total || room.members}</span>
      </h3>
      {(total > 6 || filter !== "") && (
        <input
          type="search"
          placeholder={t("people.findMember")}
          aria-label={t("people.findMember")}
          value={filter}
          data-testid={testIds.memberFilter}
          onChange={(event) => {
            setFilter(event.target.value);
            setFrom(0);
            if (list.current) list.current.scrollTop = 0;
          }}
        />
      )}
      <div ref={list} className="member-scroller" data-testid={testIds.memberList} data-total={total} onScroll={onScroll}>
        <ul style={{ paddingTop: first * rowPx, height: shown.length * rowPx }}>
          {visible.map((member) => (
            <li key={member.user}>
              <MemberItem room={room} member={member} name={named(member)} isMe={member.user === me} isPreview={isPreview} owners={owners} />
            </li>
          ))}
        </ul>
        {state === "loading" && members.length === 0 && <div className="spinner" role="status" aria-label={t("people.loadingMembers")} />}
        {state === "failed" && (
          <p className="muted">
            {t("people.membersFailed")}{" "}
            <button type="button" className="link" onClick={() => source.load(room.id)}>
              {t("common.tryAgain")}
            </button>
          </p>
        )}
        {state === "loaded" && shown.length === 0 && <p className="muted">{t("people.noneByName")}</p>}
      </div>
    </section>
  );
}

const ranks: Record<Role, number> = { owner: 3, admin: 2, member: 1 };

/** What the server found where not all members are here; null while the page itself can look. */
function useFound(room: string, filter: string, more: boolean): readonly Member[] | null {
  const { members } = useClient();
  const [found, setFound] = useState<{ query: string; members: readonly Member[] } | null>(null);
  const query = filter.trim();
  useEffect(() => {
    if (query === "" || !more) return;
    let isOver = false;
    const timer = setTimeout(() => {
      members.find(room, query, mostFound).then(
        (page) => {
          if (!isOver) setFound({ query, members: page });
        },
        () => undefined,
      );
    }, typingPauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [members, room, query, more]);
  return more && query !== "" && found?.query === query ? found.members : null;
}
