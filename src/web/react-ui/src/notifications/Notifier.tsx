import { useCalls, useClient, useReadable, useRooms } from "@akkarealtime/react";
import { useEffect, useRef } from "react";
import { callerOf, groupOf, incomingText } from "../components/call/incoming.ts";
import { Icon } from "../components/Icon.tsx";
import { t } from "../i18n/t.ts";
import { Forward } from "../chat/message/ForwardDialog.tsx";
import { Saved } from "../chat/message/SavedDialog.tsx";
import { Report } from "../chat/message/ReportDialog.tsx";
import { Removing } from "../chat/people/RemoveDialog.tsx";
import { Barred } from "../chat/rooms/Barred.tsx";
import { followScheduled } from "../chat/scheduled/scheduled.ts";
import { Scheduled } from "../chat/scheduled/ScheduledDialog.tsx";
import { ChooseTime } from "../chat/scheduled/SendLater.tsx";
import { followThreads } from "../chat/threads/follow-threads.ts";
import { Threads } from "../chat/threads/ThreadsDialog.tsx";
import { followPictures } from "../picture-book.ts";
import { followSaved } from "../saved.ts";
import { testIds } from "../testids.ts";
import { nameOf, titleOf } from "../text/names.ts";
import { plainText } from "../text/plain.ts";
import type { Device } from "./device.ts";
import { levelOf, moveMuted } from "./level.ts";
import { askForNotifications, dismissQuestion, isForNotice, isSeenAnywhere, notifications, show, tellWhenSeen, withdraw } from "./notify.ts";
import { attempt, toast } from "./toasts.ts";
import { useDevice } from "./use-device.ts";

const longestBody = 200;

/** Tells of mentions, direct messages and calls while nobody looks; and has the dialogs that messages, members and menus open. */
export function Notifier() {
  const client = useClient();
  const { connection, user: me } = client;
  const device = useDevice();
  useEffect(() => tellWhenSeen(me), [me]);
  useEffect(() => followSaved(connection), [connection]);
  useEffect(() => followScheduled(connection), [connection]);
  useEffect(() => followThreads(client), [client]);
  useEffect(() => followPictures(client), [client]);
  useEffect(() => device?.push?.follow(client), [device, client]);
  useEffect(() => moveMuted(client), [client]);
  useEffect(
    () =>
      client.onGone((gone, by) => {
        if (by !== me) toast(t("room.removedYou", { name: nameOf(by), room: titleOf(gone) }));
      }),
    [client, me],
  );
  useBadge(device);
  useMessageNotices(me);
  useCallNotices(me);
  useWithdrawal();
  return (
    <>
      <Barred me={me} />
      <Forward />
      <Saved me={me} />
      <Scheduled me={me} />
      <Threads />
      <ChooseTime />
      <Report />
      <Removing />
    </>
  );
}

/** Asks once, quietly, whether it may tell. */
export function NotifyQuestion() {
  const { permission, isAsked } = useReadable(notifications);
  if (permission !== "default" || isAsked || !window.isSecureContext) return null;
  return (
    <div className="notify-question" role="region" aria-label={t("notifications.title")} data-testid={testIds.notifyQuestion}>
      <Icon name="bell" size={18} />
      <span>{t("notifications.question")}</span>
      <button type="button" className="button small primary" data-testid={testIds.notifyAllow} onClick={() => attempt(askForNotifications())}>
        {t("common.turnOn")}
      </button>
      <button type="button" className="icon-button small" aria-label={t("common.notNow")} title={t("common.notNow")} data-testid={testIds.notifyDismiss} onClick={dismissQuestion}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}

function useMessageNotices(me: string): void {
  const client = useClient();
  useEffect(
    () =>
      client.onMessage((message, room, { caughtUp }) => {
        const level = levelOf(room, client.settings.of(room.id));
        const status = client.presence.mine.get();
        // Most messages are none: only for the others it is asked who looks.
        if (!isForNotice(message, { me, status, level, isSeen: document.visibilityState === "visible" })) return;
        void isSeenAnywhere(me).then((isSeen) => {
          if (isSeen) return;
          const name = nameOf(message.by);
          const title = room.kind === "direct" ? name : t("notifications.nameInRoom", { name, room: titleOf(room) });
          const text = plainText(message).slice(0, longestBody);
          // What was missed while the machine slept: the newest for all of them.
          const body = caughtUp > 1 ? t("notifications.several", { count: caughtUp, text }) : text;
          return show({ id: message.id, room: room.id, message: message.id, title, body });
        });
      }),
    [client, me],
  );
}

function useCallNotices(me: string): void {
  const { incoming } = useCalls();
  const list = useRooms();
  const rooms = useRef(list);
  useEffect(() => {
    rooms.current = list;
  });
  const told = useRef(new Map<string, string>());
  useEffect(() => {
    for (const ringing of incoming) {
      const { id, room, media } = ringing.call;
      if (told.current.has(id)) continue;
      told.current.set(id, room);
      void isSeenAnywhere(me).then((isSeen) =>
        isSeen ? undefined : show({ id: `call-${id}`, room, title: t("calls.isCalling", { name: callerOf(ringing).name }), body: incomingText(media, groupOf(rooms.current, room)) }),
      );
    }
    for (const [id, room] of told.current) {
      if (incoming.some(({ call }) => call.id === id)) continue;
      told.current.delete(id);
      withdraw(room);
    }
  }, [incoming, me]);
}

/** On the icons is what I would be notified of. */
function useBadge(device: Device | null): void {
  const client = useClient();
  const rooms = useRooms();
  const settings = useReadable(client.settings.all);
  const count = rooms.reduce((sum, room) => {
    const level = levelOf(room, settings.get(room.id));
    return sum + (level === "nothing" ? 0 : level === "all" ? room.unread : room.mentions);
  }, 0);
  useEffect(() => device?.showBadge?.(count), [device, count]);
}

/** What was read, on whichever device, needs no notice any more. */
function useWithdrawal(): void {
  const rooms = useRooms();
  const before = useRef(new Set<string>());
  useEffect(() => {
    const unread = new Set(rooms.filter((room) => room.unread > 0).map(({ id }) => id));
    for (const id of before.current) if (!unread.has(id)) withdraw(id);
    before.current = unread;
  }, [rooms]);
}
