import { useClient, useConnection, useNames, usePreviews, useReadable, useRooms, useRoomsLoaded, useSelected, useSettings } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { Boundary } from "../components/Boundary.tsx";
import { ConnectionBanner } from "../components/ConnectionBanner.tsx";
import { GlobalCallNotification } from "../components/GlobalCallNotification.tsx";
import { callerOf } from "../components/call/incoming.ts";
import { Icon, Logo } from "../components/Icon.tsx";
import { UserStatus } from "../components/UserStatus/UserStatus.tsx";
import { CallHistoryButton } from "../components/call/CallHistoryButton.tsx";
import { callPlan } from "../components/call/call-plan.ts";
import { useCallSize } from "../components/call/use-call-size.ts";
import { idle, loadAll, whenIdle } from "../components/later.ts";
import { t } from "../i18n/t.ts";
import { moveMuted } from "../notifications/level.ts";
import { toast } from "../notifications/toasts.ts";
import { forgetUser } from "../forget.ts";
import { Live, useIsLive } from "../hooks/use-live.ts";
import { useNoStrayDrop } from "../hooks/use-no-stray-drop.ts";
import { CallNotes, CallView, Directory, NewConversation, NotMember, Notifier, PreJoin, ProfileCard, Requests, Search, ShortcutsHelp } from "../parts.ts";
import { profile } from "../profile.ts";
import { openMessage, useRoute } from "../route.ts";
import { testIds } from "../testids.ts";
import { followNames, nameOf, titleOf } from "../text/names.ts";
import { deleteNow } from "./message/deletions.ts";
import { RoomList } from "./rooms/RoomList.tsx";
import { RoomPane } from "./rooms/RoomPane.tsx";

type Open = "new" | "new-channel" | "directory" | "search" | "shortcuts" | null;

interface ChatProps {
  readonly me: { readonly id: string; readonly name: string };
  readonly onSignOut: () => void;
}

export function Chat({ me, onSignOut }: ChatProps) {
  const client = useClient();
  followNames(client.people);
  useNames();
  const rooms = useRooms();
  const previews = usePreviews();
  const settings = useSettings();
  const areLoaded = useRoomsLoaded();
  const card = useReadable(profile);
  const { state } = useConnection();
  // Only what shows here: the call itself changes many times a second.
  const { state: callsState } = client.calls;
  const incoming = useSelected(callsState, (calls) => calls.incoming);
  const hasCall = useSelected(callsState, ({ current }) => current !== null);
  const hasNotes = useSelected(callsState, ({ elsewhere, missed }) => elsewhere.length + missed.length > 0);
  const callId = useSelected(callsState, ({ current }) => current?.callId ?? null);
  const callRoomId = useSelected(callsState, ({ current }) => current?.room ?? null);
  const route = useRoute();
  const [open, setOpen] = useState<Open>(null);
  const isIdle = useReadable(idle);
  const [isSmall, resize] = useCallSize(callId);
  const isWanted = ({ id }: { id: string }) => id === route.room;
  const preview = previews.find(isWanted);
  const room = rooms.find(isWanted) ?? preview;
  const callRoom = rooms.find(({ id }) => id === callRoomId) ?? room;
  const ringing = incoming[0];
  // Of a muted room only what is meant for me.
  const unread = rooms.reduce((sum, { id, unread: count, mentions }) => sum + (settings.get(id)?.notify === "nothing" ? mentions : count), 0);

  useEffect(() => {
    const count = unread > 0 ? `(${unread > 99 ? "99+" : unread}) ` : "";
    document.title = ringing ? t("calls.titleCalling", { name: callerOf(ringing).name }) : `${count}${room ? `${titleOf(room)} · ` : ""}AkkaRealtime`;
  }, [unread, ringing, room]);

  // What I marked as unread is so until I open it.
  const isMarked = room !== undefined && settings.get(room.id)?.unread === true;
  useEffect(() => {
    if (isMarked) client.settings.set(room.id, { unread: false }).catch(() => undefined);
  }, [client, isMarked, room?.id]);

  const close = () => setOpen(null);
  const closeCard = () => profile.set(null);
  // Whoever only has to sign in again finds everything where it was.
  const signOut = () => {
    deleteNow();
    void client.forget();
    forgetUser(me.id);
    route.open(null);
    onSignOut();
  };

  // Behind what is needed at once; then it is there at a click, and without a network.
  useEffect(() => {
    if (!areLoaded) return;
    moveMuted(client);
    whenIdle(() => {
      idle.set(true);
      void loadAll();
      client.calls.prepare().catch(() => undefined);
    });
  }, [areLoaded, client]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isSearch = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      // Where nobody types, and nothing else has the keys.
      const isHelp = event.key === "?" && event.target instanceof Element && !event.target.closest("input, textarea, select, [contenteditable], dialog, [role=menu]");
      if (!isSearch && !isHelp) return;
      event.preventDefault();
      setOpen(isSearch ? "search" : "shortcuts");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  useEffect(
    () =>
      client.onGone((gone, by) => {
        if (by !== me.id) toast(t("room.removedYou", { name: nameOf(by), room: titleOf(gone) }));
      }),
    [client, me.id],
  );

  const openRoom = (id: string, message?: string) => {
    if (message === undefined) route.open(id);
    else openMessage(id, message);
    setOpen(null);
    if (hasCall && !isSmall) resize(true);
  };

  const hasPlan = useReadable(callPlan) !== null;
  const isLive = useIsLive();
  useNoStrayDrop();

  return (
    <Live value={isLive}>
      <div className="app" data-testid={testIds.app} data-state={state} data-room={room?.id} data-pane={room || (route.room !== null && areLoaded) ? "room" : "list"}>
        <ConnectionBanner onSignIn={onSignOut} />
        <aside className="sidebar">
          <header className="sidebar-header">
            <Logo size={28} />
            <h1>{t("sidebar.title")}</h1>
            <span className="spacer" />
            <button type="button" className="icon-button" aria-label={t("sidebar.search")} title={t("sidebar.search")} data-testid={testIds.searchOpen} onClick={() => setOpen("search")}>
              <Icon name="search" />
            </button>
            <CallHistoryButton />
            <button type="button" className="icon-button" aria-label={t("sidebar.channels")} title={t("sidebar.channels")} data-testid={testIds.directory} onClick={() => setOpen("directory")}>
              <Icon name="compass" />
            </button>
            <button
              type="button"
              className="icon-button filled"
              aria-label={t("conversation.new")}
              title={t("conversation.new")}
              data-testid={testIds.newConversation}
              onClick={() => setOpen("new")}
            >
              <Icon name="plus" />
            </button>
          </header>
          <Boundary>
            {hasNotes && (
              <Boundary as="line">
                <CallNotes />
              </Boundary>
            )}
            {isIdle && (
              <Boundary as="line">
                <Requests onOpened={openRoom} />
                <Notifier me={me.id} />
              </Boundary>
            )}
            <RoomList rooms={rooms} areLoaded={areLoaded} selected={room?.id ?? null} me={me.id} onOpen={openRoom} onNew={() => setOpen("new")} />
          </Boundary>
          <Boundary as="line">
            <UserStatus me={me} onSignOut={signOut} />
          </Boundary>
        </aside>
        <main className="main">
          <Boundary key={room?.id}>
            {room ? (
              <RoomPane room={room} me={me.id} isPreview={room === preview} onBack={() => route.open(null)} />
            ) : route.room !== null && areLoaded ? (
              <NotMember key={route.room} id={route.room} />
            ) : (
              <Welcome isEmpty={areLoaded && rooms.length === 0} onNew={() => setOpen("new")} />
            )}
          </Boundary>
          {hasCall && (
            <Boundary loading={<section className="call" />}>
              <CallView
                title={callRoom ? titleOf(callRoom) : t("calls.title")}
                peer={callRoom?.peer ?? callRoom?.id ?? "call"}
                isGroup={callRoom !== undefined && callRoom.kind !== "direct"}
                isSmall={isSmall}
                onResize={resize}
              />
            </Boundary>
          )}
        </main>
        <Boundary as="line">
          <GlobalCallNotification />
        </Boundary>
        <Boundary key={`profile ${card ?? ""}`} as="dialog" onClose={closeCard}>
          {card !== null && <ProfileCard user={card} onClose={closeCard} onOpen={openRoom} />}
        </Boundary>
        <Boundary as="dialog" onClose={() => callPlan.set(null)}>
          {hasPlan && <PreJoin />}
        </Boundary>
        <Boundary key={`dialog ${open ?? ""}`} as="dialog" onClose={close}>
          {(open === "new" || open === "new-channel") && <NewConversation first={open === "new" ? "direct" : "channel"} onClose={close} onOpened={openRoom} />}
          {open === "directory" && <Directory onClose={close} onOpened={openRoom} onNew={() => setOpen("new-channel")} />}
          {open === "shortcuts" && <ShortcutsHelp onClose={close} />}
          {open === "search" && <Search rooms={rooms} current={room} onClose={close} onOpened={openRoom} />}
        </Boundary>
      </div>
    </Live>
  );
}

function Welcome({ isEmpty, onNew }: { isEmpty: boolean; onNew: () => void }) {
  return (
    <div className="welcome">
      <Logo size={64} />
      <h2>{isEmpty ? t("conversation.noneYet") : t("conversation.pick")}</h2>
      <p>{isEmpty ? t("conversation.noneYetText") : t("conversation.pickText")}</p>
      <button type="button" className="button primary" onClick={onNew}>
        {t("conversation.new")}
      </button>
    </div>
  );
}
