import { noticeOf, type NoticeData, type Push } from "@akkarealtime/react-ui/push";
import { setMessages } from "@akkarealtime/react-ui/texts";
import texts from "virtual:worker-messages";

// The page's types are those of a document; of a worker's there are these few.
interface PageClient {
  readonly visibilityState: "visible" | "hidden";
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

interface Extendable extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface WorkerScope {
  readonly location: { readonly search: string };
  readonly registration: ServiceWorkerRegistration;
  readonly navigator: Navigator;
  readonly clients: { matchAll(options: object): Promise<readonly PageClient[]>; openWindow(url: string): Promise<unknown>; claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "push", listener: (event: Extendable & { data: { json(): unknown } | null }) => void): void;
  addEventListener(type: "notificationclick", listener: (event: Extendable & { notification: Notification }) => void): void;
  addEventListener(type: "notificationclose" | "install" | "activate", listener: (event: Extendable) => void): void;
}

const worker = self as unknown as WorkerScope;
const language = new URLSearchParams(worker.location.search).get("lang") ?? "en";
setMessages(texts[language] ?? texts.en ?? {}, language);

// It keeps nothing and answers no requests: a new one can take over at once.
worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("push", (event) => {
  const push = event.data?.json() as Push | undefined;
  if (push) event.waitUntil(show(push));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(Promise.all([open(event.notification.data as NoticeData), count()]));
});

worker.addEventListener("notificationclose", (event) => event.waitUntil(count()));

async function show(push: Push): Promise<void> {
  const { registration } = worker;
  const before = await registration.getNotifications({ tag: push.tag });
  // Whoever looks at the page sees it there.
  if ((await pages()).some(({ visibilityState }) => visibilityState === "visible")) {
    if (push.kind === "call-ended") for (const notification of before) notification.close();
    return;
  }
  const { title, body, isLoud, stays, data } = noticeOf(push);
  // An open page that nobody sees may have told of it already, under the same tag.
  const isNews = isLoud && !before.some((notification) => data.message !== undefined && (notification.data as NoticeData | null)?.message === data.message);
  const options = { body, tag: push.tag, icon: "icon-192.png", data, renotify: isNews, silent: !isNews, requireInteraction: stays, timestamp: Date.parse(push.at) };
  await registration.showNotification(title, options);
  await count();
}

/** To the page that is open, or to a new one. */
async function open({ room, message }: NoticeData): Promise<void> {
  const [page] = await pages();
  if (page) {
    page.postMessage({ type: "open", room, ...(message !== undefined && { message }) });
    await page.focus();
    return;
  }
  await worker.clients.openWindow(`${worker.registration.scope}#/room/${encodeURIComponent(room)}`);
}

const pages = () => worker.clients.matchAll({ type: "window", includeUncontrolled: true });

/** How much the notifications that show stand for, on the app's icon. */
async function count(): Promise<void> {
  const shown = await worker.registration.getNotifications();
  const unread = shown.reduce((sum, { data }) => sum + ((data as NoticeData | null)?.unread ?? 0), 0);
  // Not every browser has it, nor lets it be set.
  const { setAppBadge, clearAppBadge } = worker.navigator as Partial<Navigator>;
  await Promise.resolve(unread > 0 ? setAppBadge?.call(worker.navigator, unread) : clearAppBadge?.call(worker.navigator)).catch(() => undefined);
}
