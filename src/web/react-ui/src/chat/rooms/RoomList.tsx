import { folded, type Room, type RoomSettings } from "@akkarealtime/client";
import { useClient, useNames, usePreviews, useReadable, useRooms, useRoomsLoaded, useSelected, useSettings, useTyping } from "@akkarealtime/react";
import { useState, type KeyboardEvent } from "react";
import { Avatar } from "../../components/Avatar.tsx";
import { Boundary } from "../../components/Boundary.tsx";
import { Icon } from "../../components/Icon.tsx";
import { idle } from "../../components/later.ts";
import { Scope } from "../../components/Scope.tsx";
import { useFolds, type FoldOf } from "../../folds.ts";
import { useNow } from "../../hooks/use-now.ts";
import { t, type MessageKey } from "../../i18n/t.ts";
import { dialog, useOpenRoom, visit } from "../../navigation.ts";
import { CallNotes, ListMenu, NotifyQuestion, Requests, ThreadsItem } from "../../parts.ts";
import { testIds } from "../../testids.ts";
import { formatShort } from "../../text/format.ts";
import { nameOf, titleOf } from "../../text/names.ts";
import { plainText } from "../../text/plain.ts";
import { draftsOf } from "../composer/drafts.ts";
import { closedSections, unreadFirst } from "./list-choices.ts";
import { isUnread, sectionKinds, sectionOf, type SectionKind } from "./room-sections.ts";
import { RoomSection } from "./RoomSection.tsx";

const labels: Readonly<Record<SectionKind, MessageKey>> = {
  unread: "sidebar.unreadRooms",
  favourites: "sidebar.favourites",
  direct: "people.title",
  group: "sidebar.groups",
  channel: "sidebar.channels",
};

/** My conversations, in a column that gives them room; over them calls elsewhere, and people who want me in theirs. */
export function RoomList() {
  const client = useClient();
  const isIdle = useReadable(idle);
  const hasNotes = useSelected(client.calls.state, ({ elsewhere, missed }) => elsewhere.length + missed.length > 0);
  return (
    <Scope part="RoomList">
      {hasNotes && (
        <Boundary as="line">
          <CallNotes />
        </Boundary>
      )}
      {isIdle && (
        <Boundary as="line">
          <Requests onOpened={(room) => visit(client, room)} />
          <ThreadsItem />
          <NotifyQuestion />
        </Boundary>
      )}
      <Rooms />
    </Scope>
  );
}

/** In sections, the latest active first; and the channels that I only look into. */
function Rooms() {
  const client = useClient();
  const me = client.user;
  const isIdle = useReadable(idle);
  const rooms = useRooms();
  const areLoaded = useRoomsLoaded();
  const selected = useOpenRoom();
  const onOpen = (room: string) => visit(client, room);
  const previews = usePreviews();
  useNames();
  const [filter, setFilter] = useState("");
  const now = useNow(30_000);
  const drafts = useReadable(draftsOf(me));
  const settings = useSettings();
  const wanted = folded(filter.trim());
  const isWanted = (room: Room) => folded(titleOf(room)).includes(wanted) || (room.peer !== undefined && folded(room.peer).includes(wanted));
  // Who is looked for is found; a hidden conversation comes back with a message.
  const isHidden = ({ id, last }: Room) => wanted === "" && id !== selected && (settings.get(id)?.hidden ?? -1) >= (last?.seq ?? 0);
  const shown = rooms.filter((room) => isWanted(room) && !isHidden(room));

  const isFirst = useReadable(unreadFirst);
  const open = rooms.find(({ id }) => id === selected);
  // What is opened is read at once: until another one is, it stays where it was found.
  const [opened, setOpened] = useState({ id: selected, wasUnread: false });
  if (opened.id !== selected) setOpened({ id: selected, wasUnread: open !== undefined && isUnread(open, settings.get(open.id)) });
  const kindOf = (room: Room) => {
    const mine = settings.get(room.id);
    return sectionOf(room, mine, isFirst && (isUnread(room, mine) || (room.id === opened.id && opened.wasUnread)));
  };
  const closed = useReadable(closedSections);
  const isIn = (room: Room, kind: string) => wanted !== "" || room.id === selected || !closed.includes(kind) || isUnread(room, settings.get(room.id));
  const sections = sectionKinds.flatMap((kind) => {
    const inside = shown.filter((room) => kindOf(room) === kind);
    return inside.length > 0 ? [{ kind, inside: inside.filter((room) => isIn(room, kind)) }] : [];
  });

  // Arrow keys walk through the list, over the sections.
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("button.room-item")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = items[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const item = (room: Room, isPreview = false) => (
    <li key={room.id}>
      <Boundary as="line">
        <RoomItem
          room={room}
          me={me}
          now={now}
          isSelected={room.id === selected}
          isPreview={isPreview}
          settings={settings.get(room.id)}
          draft={room.id === selected ? undefined : drafts.get(room.id)}
          onOpen={onOpen}
        />
      </Boundary>
    </li>
  );

  return (
    <nav className="rooms" aria-label={t("sidebar.conversations")} onKeyDown={onKey}>
      {rooms.length > 6 && (
        <div className="room-filter">
          <input
            type="search"
            placeholder={t("sidebar.filter")}
            aria-label={t("sidebar.filterLabel")}
            value={filter}
            data-testid={testIds.roomFilter}
            onChange={(event) => setFilter(event.target.value)}
          />
          {isIdle && (
            <Boundary as="line">
              <ListMenu sections={sections.map(({ kind }) => kind)} />
            </Boundary>
          )}
        </div>
      )}
      <div data-testid={testIds.roomList}>
        {previews.length > 0 && (
          <RoomSection id="reading" label={t("sidebar.previews")}>
            {previews.filter((room) => isIn(room, "reading")).map((room) => item(room, true))}
          </RoomSection>
        )}
        {sections.map(({ kind, inside }) => (
          <RoomSection key={kind} id={kind} label={t(labels[kind])}>
            {inside.map((room) => item(room))}
          </RoomSection>
        ))}
      </div>
      {wanted !== "" && shown.length === 0 && <p className="rooms-empty">{t("sidebar.noneByName")}</p>}
      {!areLoaded && rooms.length === 0 && <Skeleton />}
      {areLoaded && rooms.length === 0 && (
        <p className="rooms-empty">
          {t("sidebar.none")}{" "}
          <button type="button" className="link" onClick={() => dialog.set("new")}>
            {t("sidebar.startOne")}
          </button>
        </p>
      )}
    </nav>
  );
}

interface RoomItemProps {
  readonly room: Room;
  readonly me: string;
  readonly now: Date;
  readonly isSelected: boolean;
  readonly isPreview: boolean;
  readonly settings: RoomSettings | undefined;
  readonly draft: string | undefined;
  readonly onOpen: (room: string) => void;
}

function RoomItem({ room, me, now, isSelected, isPreview, settings, draft, onOpen }: RoomItemProps) {
  const { outbox } = useClient();
  const waiting = useReadable(outbox.items).filter(({ room: id }) => id === room.id);
  const isMuted = settings?.notify === "nothing";
  const isMarked = settings?.unread === true && room.unread === 0;
  const hasFailed = waiting.some(({ state }) => state === "failed");
  const title = titleOf(room);
  const typing = useTyping(room.id);
  const foldOf = useFolds(room.kind === "direct");
  return (
    <button
      type="button"
      className={isMuted ? "room-item is-muted" : "room-item"}
      aria-current={isSelected ? "page" : undefined}
      data-testid={testIds.roomItem}
      data-room={room.id}
      data-kind={room.kind}
      data-unread={room.unread}
      data-mentions={room.mentions}
      data-preview={isPreview}
      onClick={() => onOpen(room.id)}
    >
      <Avatar id={room.peer ?? room.id} name={room.kind === "channel" ? "#" : title} presenceOf={room.peer} />
      <span className="room-item-text">
        <span className="room-item-top">
          <strong>{title}</strong>
          {isMuted && <Icon name="bellOff" size={14} />}
          {isMuted && <span className="visually-hidden">{t("sidebar.muted")}</span>}
          {room.last && <time dateTime={room.last.at}>{formatShort(room.last.at, now)}</time>}
        </span>
        <span className="room-item-bottom">
          {typing.length > 0 ? (
            <em>{room.kind === "direct" ? t("sidebar.typing") : t("sidebar.nameTyping", { name: nameOf(typing[0] ?? "") })}</em>
          ) : hasFailed ? (
            <span className="preview failed">{t("delivery.failed")}</span>
          ) : draft !== undefined ? (
            <span className="preview" data-testid={testIds.roomDraft}>
              <b className="draft">{t("sidebar.draft")}</b> {draft}
            </span>
          ) : (
            <span className="preview">{isPreview ? t("room.notMember") : previewOf(room, me, foldOf)}</span>
          )}
          {room.mentions > 0 && (
            <span className="badge mention" title={t("sidebar.mentions", { count: room.mentions })} data-testid={testIds.roomMentions}>
              @{room.mentions > 99 ? "99+" : room.mentions}
            </span>
          )}
          {room.unread > 0 && (
            <span className="badge" data-testid={testIds.roomUnread}>
              {room.unread > 99 ? "99+" : room.unread}
            </span>
          )}
          {isMarked && (
            <span className="badge marked" role="img" aria-label={t("sidebar.markedUnread")} title={t("sidebar.markedUnread")} data-testid={testIds.roomMarked} />
          )}
          {(room.unread > 0 || room.mentions > 0) && (
            <span className="visually-hidden">
              {[room.mentions > 0 ? t("sidebar.mentions", { count: room.mentions }) : "", room.unread > 0 ? t("sidebar.unread", { count: room.unread }) : ""].filter(Boolean).join(", ")}
            </span>
          )}
        </span>
      </span>
    </button>
  );
}

function previewOf({ last, kind, topic }: Room, me: string, foldOf: FoldOf): string {
  if (!last) return topic;
  if (last.deleted) return t("message.deleted");
  if (foldOf(last)) return t("blocks.quoted");
  const text = plainText(last);
  if (last.by === me) return t("sidebar.youSaid", { text });
  return kind === "direct" ? text : `${nameOf(last.by)}: ${text}`;
}

function Skeleton() {
  return (
    <div className="skeleton" aria-label={t("common.loading")} role="status">
      {[0, 1, 2, 3].map((row) => (
        <span key={row} />
      ))}
    </div>
  );
}
