import { folded, matches, type Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { useFoundPeople } from "../../components/use-found-people.ts";
import { useFolds } from "../../folds.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { profile } from "../../profile.ts";
import { testIds } from "../../testids.ts";
import { formatShort } from "../../text/format.ts";
import { nameOf, titleOf } from "../../text/names.ts";
import { snippetOf } from "../../text/snippet.ts";
import { useSearch, type Hit } from "./use-search.ts";

const mostRooms = 6;
const mostPeople = 4;

interface SearchProps {
  readonly rooms: readonly Room[];
  /** The open one, in which one may search alone. */
  readonly current: Room | undefined;
  readonly onClose: () => void;
  readonly onOpened: (room: string, message?: string) => void;
}

/** Jumps to a room at once, and finds messages on the server. ↑ and ↓ choose, Enter goes there. */
export function Search({ rooms, current, onClose, onOpened }: SearchProps) {
  const [text, setText] = useState("");
  const [isHere, setHere] = useState(false);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const { hits, more, error, isSearching, isLoadingMore, loadMore } = useSearch(text, isHere && current ? current.id : null);
  const wanted = folded(text.trim());
  const found = isHere ? [] : rooms.filter((room) => folded(titleOf(room)).includes(wanted)).slice(0, mostRooms);
  const { user: me } = useClient();
  // Whoever I have written with is among the rooms.
  const directory = useFoundPeople(isHere ? "" : text);
  const people = directory.filter((one) => one.user !== me && matches(one, text) && !rooms.some(({ peer }) => peer === one.user)).slice(0, mostPeople);
  const first = found.length + people.length;
  const count = first + hits.length;

  useEffect(() => {
    // In braces: newer browsers return a promise from it, which is no function to clean up with.
    list.current?.querySelector("[data-active=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const openHit = ({ room, message }: Hit) => onOpened(room, message.id);
  const openPerson = (user: string) => {
    onClose();
    profile.set(user);
  };
  const openAt = (index: number) => {
    const room = found[index];
    const person = people[index - found.length];
    const hit = hits[index - first];
    if (room) onOpened(room.id);
    else if (person) openPerson(person.user);
    else if (hit) openHit(hit);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      const next = active + step;
      if (next >= count - 1 && more) loadMore();
      setActive(Math.min(Math.max(0, next), Math.max(0, count - 1)));
    } else if (event.key === "Enter") openAt(active);
    else return;
    event.preventDefault();
  };
  const change = (value: string, here: boolean) => {
    setText(value);
    setHere(here);
    setActive(0);
  };

  return (
    <Dialog title={t("search.title")} onClose={onClose}>
      <input
        type="search"
        autoFocus
        role="combobox"
        aria-expanded={count > 0}
        aria-controls="search-results"
        aria-activedescendant={count > 0 ? `search-${active}` : undefined}
        placeholder={isHere ? t("search.here") : t("search.everything")}
        aria-label={t("search.label")}
        value={text}
        data-testid={testIds.searchInput}
        onKeyDown={onKey}
        onChange={(event) => change(event.target.value, isHere)}
      />
      {current && (
        <label className="search-here">
          <input type="checkbox" checked={isHere} data-testid={testIds.searchHere} onChange={(event) => change(text, event.target.checked)} />
          {t("search.onlyIn", { room: titleOf(current) })}
        </label>
      )}
      <ul ref={list} id="search-results" className="results" role="listbox" aria-label={t("search.found")}>
        {found.map((room, index) => (
          <li key={room.id} id={`search-${index}`} role="option" aria-selected={index === active} data-active={index === active} className="result" onClick={() => onOpened(room.id)}>
            <Avatar id={room.peer ?? room.id} name={room.kind === "channel" ? "#" : titleOf(room)} size={36} presenceOf={room.peer} />
            <span className="result-text">
              <strong dir="auto">{titleOf(room)}</strong>
              <small>{room.kind === "direct" ? t("search.direct") : t("room.members", { count: room.members })}</small>
            </span>
          </li>
        ))}
        {people.map(({ user, name }, index) => (
          <li
            key={user}
            id={`search-${found.length + index}`}
            role="option"
            aria-selected={found.length + index === active}
            data-active={found.length + index === active}
            className="result"
            data-testid={testIds.searchPerson}
            data-user={user}
            onClick={() => openPerson(user)}
          >
            <Avatar id={user} name={name} size={36} presenceOf={user} />
            <span className="result-text">
              <strong dir="auto">{name}</strong>
              <small>{user}</small>
            </span>
          </li>
        ))}
        {hits.map((hit, index) => (
          <HitItem key={hit.message.id} hit={hit} query={text} rooms={rooms} index={first + index} isActive={first + index === active} onOpen={() => openHit(hit)} />
        ))}
      </ul>
      {more && (
        <button type="button" className="button small" disabled={isLoadingMore} data-testid={testIds.searchMore} onClick={loadMore}>
          {isLoadingMore ? t("search.searching") : t("search.older")}
        </button>
      )}
      <p className="muted" role="status">
        {error ?? (isSearching ? t("search.searching") : wanted !== "" && count === 0 ? t("search.nothing") : "")}
      </p>
    </Dialog>
  );
}

interface HitItemProps {
  readonly hit: Hit;
  readonly query: string;
  readonly rooms: readonly Room[];
  readonly index: number;
  readonly isActive: boolean;
  readonly onOpen: () => void;
}

function HitItem({ hit: { room: id, message }, query, rooms, index, isActive, onOpen }: HitItemProps) {
  const now = useNow(60_000);
  const room = rooms.find((one) => one.id === id);
  const foldOf = useFolds(room?.kind === "direct");
  const where = room ? (room.kind === "direct" ? "" : ` ${t("search.inRoom", { room: titleOf(room) })}`) : "";
  return (
    <li
      id={`search-${index}`}
      role="option"
      aria-selected={isActive}
      data-active={isActive}
      className="result"
      data-testid={testIds.searchHit}
      data-room={id}
      data-seq={message.seq}
      data-id={message.id}
      onClick={onOpen}
    >
      <Avatar id={message.by} name={nameOf(message.by)} size={36} />
      <span className="result-text">
        <strong dir="auto">
          {nameOf(message.by)}
          <em>
            {where}
            {message.thread !== undefined && ` ${t("search.inThread")}`}
          </em>
        </strong>
        <small dir="auto">
          {foldOf(message) ? t("blocks.quoted") : snippetOf(message.text, query).map((part, at) => (part.isHit ? <mark key={at}>{part.text}</mark> : part.text))}
        </small>
      </span>
      <time dateTime={message.at}>{formatShort(message.at, now)}</time>
    </li>
  );
}
