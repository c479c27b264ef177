import type { Device } from "@akkarealtime/react-ui";
import { showBadge } from "./badge.ts";
import { followPush, isPushPossible, push, turnPushOff, turnPushOn } from "./push.ts";

/** What this page adds to notices: its service worker, and its icon. */
export const device: Device = {
  push: {
    state: push,
    isPossible: isPushPossible,
    turnOn: ({ connection, user }) => turnPushOn(connection, user),
    turnOff: ({ connection, user }) => turnPushOff(connection, user),
    follow: ({ connection, user }) => followPush(connection, user),
  },
  showBadge,
};
