/**
 * Notifications of the browser.
 * @module @akkarealtime/react-ui/notices
 */

import type { Message, OwnStatus } from "@akkarealtime/client";
import { host } from "../host.ts";
import { openRoom } from "../navigation.ts";
import type { Level } from "./level.ts";
import { kept } from "../kept.ts";
import { storage } from "../storage.ts";

/** What decides whether a message is worth a notification. */
export interface Circumstances {
  readonly me: string;
  readonly status: OwnStatus | null;
  readonly level: Level;
  /** Some tab of this browser shows the page. */
  readonly isSeen: boolean;
}

/** Whether a message is worth a notification: it is for me, and I am neither here nor undisturbed. */
export function isForNotice(message: Message, { me, status, level, isSeen }: Circumstances): boolean {
  if (isSeen || level === "nothing" || message.by === me || message.deleted === true) return false;
  // In a call one is busy as well, whether one chose it or not; who is invisible may have quiet hours.
  if (status?.status === "busy" || status?.quiet) return false;
  return level === "all" || message.mentions.includes(me);
}

const askedKey = "akkarealtime.notify.asked";
const soundKey = "akkarealtime.notify.sound";

/** Whether the browser lets the page show notifications. */
export type Permission = "unsupported" | "default" | "granted" | "denied";

function permission(): Permission {
  return typeof Notification === "undefined" ? "unsupported" : Notification.permission;
}

/** What the browser allows; and whether the page may still ask for it. */
export const notifications = kept(() => ({ permission: permission(), isAsked: storage.getItem(askedKey) !== null, sound: storage.getItem(soundKey) === "on" }));

/** Only at a click: browsers refuse it otherwise. */
export async function askForNotifications(): Promise<void> {
  const answer = await Notification.requestPermission();
  notifications.update((before) => ({ ...before, permission: answer }));
  dismissQuestion();
}

/** The user was asked for the permission, and is not asked again. */
export function dismissQuestion(): void {
  keep(askedKey, "yes");
  notifications.update((before) => ({ ...before, isAsked: true }));
}

/** Whether notifications make a sound. */
export function setNoticeSound(isOn: boolean): void {
  keep(soundKey, isOn ? "on" : "off");
  notifications.update((before) => ({ ...before, sound: isOn }));
  if (isOn) sound();
}

/** Without a network there may be none. */
function sound(): void {
  import("../media/sounds.ts").then(
    ({ blip }) => blip(),
    () => undefined,
  );
}

function keep(key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // It lasts as long as the page.
  }
}

/** Holds a lock for as long as this tab shows the page, so that the others know. */
export function tellWhenSeen(user: string): () => void {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) return () => undefined;
  let release: (() => void) | null = null;
  const change = () => {
    if (document.visibilityState === "hidden") {
      release?.();
      release = null;
    } else if (!release) {
      const ended = new Promise<void>((end) => (release = end));
      void locks.request(seenLock(user), { mode: "shared" }, () => ended);
    }
  };
  change();
  document.addEventListener("visibilitychange", change);
  return () => {
    document.removeEventListener("visibilitychange", change);
    release?.();
    release = null;
  };
}

const seenLock = (user: string) => `akkarealtime.seen.${user}`;

/** Whether a user has a tab of this browser before them. */
export async function isSeenAnywhere(user: string): Promise<boolean> {
  if (document.visibilityState === "visible") return true;
  const { locks } = navigator as { locks?: LockManager };
  const held = (await locks?.query())?.held ?? [];
  return held.some(({ name }) => name === seenLock(user));
}

/** A notification, before it is shown. */
export interface Notice {
  /** One notification for it, whichever tab is first. */
  readonly id: string;
  readonly room: string;
  /** The message, where it is one. */
  readonly message?: string;
  readonly title: string;
  readonly body: string;
}

const shown = new Map<string, Set<Notification>>();
const claimMs = 10_000;

/** Shows it in one tab of the browser; a click brings the page to the front and opens the room. */
export async function show(notice: Notice): Promise<void> {
  if (permission() !== "granted") return;
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) {
    present(notice);
    return;
  }
  void locks.request(`akkarealtime.notice.${notice.id}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    present(notice);
    await new Promise((done) => setTimeout(done, claimMs));
  });
  await Promise.resolve();
}

/** Shows notices in another way than the page itself does. */
export interface Presenter {
  show(notice: Notice, isSilent: boolean): void;
  withdraw(room: string): Promise<void>;
}

let presenter: Presenter | null = null;

/** Null: the page shows them itself. */
export function presentBy(other: Presenter | null): void {
  presenter = other;
}

function present(notice: Notice): void {
  const isSilent = !notifications.get().sound;
  if (presenter) presenter.show(notice, isSilent);
  else presentHere(notice, isSilent);
  if (!isSilent) sound();
}

function presentHere({ id, room, title, body }: Notice, isSilent: boolean): void {
  const { noticeIcon: icon } = host();
  const notification = new Notification(title, { body, tag: id, silent: isSilent, ...(icon !== undefined && { icon }) });
  const ofRoom = shown.get(room) ?? new Set();
  shown.set(room, ofRoom.add(notification));
  notification.onclick = () => {
    window.focus();
    openRoom(room);
    notification.close();
  };
  notification.onclose = () => ofRoom.delete(notification);
}

/** The room was read, here or elsewhere. */
export function withdraw(room: string): void {
  presenter?.withdraw(room).catch(() => undefined);
  for (const notification of shown.get(room) ?? []) notification.close();
  shown.delete(room);
}
