import type { Presenter } from "@akkarealtime/react-ui/notices";

/** Shows what the page tells of under the tags of pushes: what both tell of shows once. */
export function workerPresenter(registration: ServiceWorkerRegistration): Presenter {
  return {
    show({ id, room, message, title, body }, isSilent) {
      const options = { body, tag: tagOf(id, room), icon: "icon-192.png", silent: isSilent, data: { room, ...(message !== undefined && { message }), unread: message === undefined ? 0 : 1 } };
      registration.showNotification(title, options).catch(() => undefined);
    },
    async withdraw(room) {
      const shown = await registration.getNotifications();
      for (const notification of shown) if ((notification.data as { room?: string } | null)?.room === room) notification.close();
    },
  };
}

/** As the server names them: one for each room, and one for each call. */
const tagOf = (id: string, room: string) => (id.startsWith("call-") ? id : `room-${room}`);
