import type { Message, Room as RoomData } from "@akkarealtime/client";
import { useClient, useMembers, usePreviews, useRoom, useRooms, useRoomsLoaded, useSettings } from "@akkarealtime/react";
import { useCallback, useEffect, useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { Boundary } from "../../components/Boundary.tsx";
import { Scope } from "../../components/Scope.tsx";
import { dialog, jumps, useOpenRoom } from "../../navigation.ts";
import { DropHint, NotMember, Pins, RoomDetails, SeenBy, Thread } from "../../parts.ts";
import { testIds } from "../../testids.ts";
import { titleOf } from "../../text/names.ts";
import { useDrop } from "../files/use-uploads.ts";
import { deleteSoon } from "../message/deletions.ts";
import type { MessageCommands } from "../message/message-rights.ts";
import { RoomContext, type RoomView, type Side } from "./room-view.ts";
import { Welcome } from "./Welcome.tsx";

interface RoomProps {
  /** Without it, the open one. */
  readonly id?: string | null;
  /** `RoomHeader`, `Timeline`, `Composer`, and whatever the app has between them. */
  readonly children?: ReactNode;
}

/** A room, which the parts in it show; beside them the panel that they open. As high as what it is in. */
export function Room({ id: wanted, children }: RoomProps) {
  const open = useOpenRoom();
  const rooms = useRooms();
  const previews = usePreviews();
  const areLoaded = useRoomsLoaded();
  const id = wanted === undefined ? open : wanted;
  const isWanted = (room: RoomData) => room.id === id;
  const preview = previews.find(isWanted);
  const room = rooms.find(isWanted) ?? preview;
  if (room) {
    return (
      <Boundary key={room.id}>
        <OpenRoom room={room} isPreview={room === preview}>
          {children}
        </OpenRoom>
      </Boundary>
    );
  }
  return (
    <Scope part="Room">
      {id !== null && areLoaded ? <NotMember key={id} id={id} /> : <Welcome isEmpty={areLoaded && rooms.length === 0} onNew={() => dialog.set("new")} />}
    </Scope>
  );
}

function OpenRoom({ room, isPreview, children }: { room: RoomData; isPreview: boolean; children: ReactNode }) {
  const client = useClient();
  const { rooms, user: me } = client;
  const state = useRoom(room.id);
  // Names of those who wrote, and how far everybody has read.
  useMembers(room.id);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [seen, setSeen] = useState<Message | null>(null);
  const [side, setSide] = useState<Side | null>(null);
  const drop = useDrop(room.id);
  const openThread = useCallback((root: string, found: string | null = null) => setSide({ kind: "thread", root, found }), []);
  const closeSide = useCallback(() => setSide(null), []);
  const closeDialogs = () => setSeen(null);
  const commands = useMemo<MessageCommands>(
    () => ({
      reply: setReplyTo,
      edit: (message) => {
        setEditing(message?.id ?? null);
        if (!message) focusComposer();
      },
      thread: openThread,
      delete: ({ id }) => deleteSoon(rooms, room.id, id),
      seen: setSeen,
      jump: (message) => {
        // On a phone a panel covers what one wants to see.
        if (matchMedia("(max-width: 760px)").matches) setSide((before) => (before?.kind === "pins" ? null : before));
        jumps.set({ room: room.id, message });
      },
    }),
    [rooms, room.id, openThread],
  );
  const view = useMemo<RoomView>(
    () => ({
      room,
      state,
      isPreview,
      commands,
      editing,
      replyTo,
      stopReply: () => setReplyTo(null),
      side,
      toggleSide: (kind) => setSide((before) => (before?.kind === kind ? null : { kind })),
      openThread,
    }),
    [room, state, isPreview, commands, editing, replyTo, side, openThread],
  );

  // What I marked as unread is so until I open it.
  const isMarked = useSettings().get(room.id)?.unread === true;
  useEffect(() => {
    if (isMarked) client.settings.set(room.id, { unread: false }).catch(() => undefined);
  }, [client, isMarked, room.id]);

  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || side === null) return;
    // Menus and dialogs close before what they belong to, and a search field is emptied first.
    const target = event.target as HTMLElement;
    if (target.closest("dialog, [role=menu], [role=dialog]") || (target.matches("[type=search]") && (target as HTMLInputElement).value !== "")) return;
    closeSide();
  };

  return (
    <RoomContext value={view}>
      <div className="akkarealtime-room" onKeyDown={onKey} data-testid={testIds.room} data-room={room.id} data-preview={isPreview}>
        <section className="akkarealtime-room-main" aria-label={titleOf(room)} {...(isPreview ? {} : drop.handlers)}>
          {drop.isOver && (
            <Scope part="Room" as="line">
              <DropHint />
            </Scope>
          )}
          {children}
        </section>
        <Scope part="Room">
          <Boundary key={side === null ? "" : side.kind === "thread" ? side.root : side.kind} as="panel" onClose={closeSide}>
            {side?.kind === "thread" && state && (
              <Thread key={side.root} state={state} me={me} root={side.root} found={side.found} editing={editing} commands={commands} onClose={closeSide} />
            )}
            {side?.kind === "pins" && <Pins room={room} me={me} onJump={commands.jump} onClose={closeSide} />}
            {side?.kind === "details" && <RoomDetails room={room} me={me} isPreview={isPreview} onClose={closeSide} />}
          </Boundary>
          <Boundary key={seen?.id} as="dialog" onClose={closeDialogs}>
            {seen && <SeenBy message={seen} room={room} me={me} onClose={closeDialogs} />}
          </Boundary>
        </Scope>
      </div>
    </RoomContext>
  );
}

/** Where one goes on after an edit; not on a phone, where it would bring up the keyboard. */
function focusComposer(): void {
  if (!matchMedia("(pointer: coarse)").matches) document.querySelector<HTMLElement>(`[data-testid="${testIds.composerInput}"]`)?.focus();
}
