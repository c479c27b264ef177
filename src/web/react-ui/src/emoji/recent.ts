import { forgetWith } from "../forget.ts";
import { storage } from "../storage.ts";

const recentKey = (user: string) => `akkarealtime.emoji.${user}`;
const toneKey = (user: string) => `akkarealtime.tone.${user}`;
const most = 24;

/** Those that somebody used, the latest first. */
export function recentEmojis(user: string): readonly string[] {
  return (storage.getItem(recentKey(user)) ?? "").split(" ").filter(Boolean);
}

export function noteEmoji(user: string, emoji: string): void {
  storage.setItem(recentKey(user), [emoji, ...recentEmojis(user).filter((other) => other !== emoji)].slice(0, most).join(" "));
}

export function skinTone(user: string): number {
  return Number(storage.getItem(toneKey(user)) ?? 0);
}

export function keepSkinTone(user: string, tone: number): void {
  storage.setItem(toneKey(user), String(tone));
}

forgetWith((user) => {
  storage.removeItem(recentKey(user));
  storage.removeItem(toneKey(user));
});
