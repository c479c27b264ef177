import { browserStorage, Store, type Connection } from "@akkarealtime/client";
import { forgetWith } from "@akkarealtime/react-ui";
import { language } from "@akkarealtime/react-ui/language";
import { askForNotifications, notifications, presentBy } from "@akkarealtime/react-ui/notices";
import { t } from "../i18n/t.ts";
import { workerPresenter } from "./presenter.ts";

const storage = browserStorage("localStorage");
const keyOf = (user: string) => `akkarealtime.push.${user}`;
const scope = import.meta.env.BASE_URL;

/** Whether this device is told of what happens also while no page is open. */
export const push = new Store({ isOn: false });

export function isPushPossible(): boolean {
  return typeof Notification !== "undefined" && typeof PushManager !== "undefined" && "serviceWorker" in navigator;
}

/** At a click: the browser asks. */
export async function turnPushOn(connection: Connection, user: string): Promise<void> {
  await askForNotifications();
  if (notifications.get().permission !== "granted") throw new Error(t("push.denied"));
  await subscribe(connection, user);
}

export async function turnPushOff(connection: Connection, user: string): Promise<void> {
  const endpoint = storage.getItem(keyOf(user));
  forgetUser(user);
  const told = endpoint === null ? undefined : connection.request("push.unsubscribe", { endpoint });
  await leave();
  await told;
}

/** Says it again in each session, which is what it belongs to from then on. */
export function followPush(connection: Connection, user: string): () => void {
  if (!isPushPossible()) return () => undefined;
  current = { connection, user };
  const again = () => {
    if (storage.getItem(keyOf(user)) === null || Notification.permission !== "granted") return;
    subscribe(connection, user).catch(() => undefined);
  };
  const stopReady = connection.onReady(again);
  if (connection.snapshot.get().session) again();
  // It has its texts from its address: another language is another worker, with the same subscription.
  const stopLanguage = language.subscribe(() => void (push.get().isOn && register().catch(() => undefined)));
  return () => {
    current = null;
    stopReady();
    stopLanguage();
    push.set({ isOn: false });
    presentBy(null);
  };
}

let current: { readonly connection: Connection; readonly user: string } | null = null;

// Whoever signs out is told of nothing here any more, whether the server hears of that or not.
forgetWith((user) => {
  const endpoint = storage.getItem(keyOf(user));
  if (endpoint === null) return;
  if (current?.user === user) current.connection.request("push.unsubscribe", { endpoint }).catch(() => undefined);
  forgetUser(user);
  leave().catch(() => undefined);
});

async function subscribe(connection: Connection, user: string): Promise<void> {
  const key = connection.snapshot.get().session?.push?.publicKey;
  if (key === undefined) return;
  const registration = await register();
  const subscription = await subscriptionOf(registration, key);
  const { endpoint, keys } = subscription.toJSON();
  if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined) throw new Error(t("errors.generic"));
  await connection.request("push.subscribe", { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  storage.setItem(keyOf(user), endpoint);
  push.set({ isOn: true });
  presentBy(workerPresenter(registration));
}

async function register(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(`${scope}push-worker.js?lang=${language.get()}`, { scope });
  return navigator.serviceWorker.ready;
}

/** One that another key of the server belongs to is of no use any more. */
async function subscriptionOf({ pushManager }: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
  const before = await pushManager.getSubscription();
  if (before && keyText(before.options.applicationServerKey) === key) return before;
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function keyText(key: ArrayBuffer | null): string {
  return btoa(String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0)))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function forgetUser(user: string): void {
  storage.removeItem(keyOf(user));
  push.set({ isOn: false });
  presentBy(null);
}

async function leave(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  await registration?.unregister();
}
