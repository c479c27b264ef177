import type { CallSessionState } from "@akkarealtime/client";
import { useEffect, useRef } from "react";
import { t } from "../../i18n/t.ts";
import { displayName } from "./Tile.tsx";

/** For those who don't see it: who came, went, raised a hand, shows a screen. */
export function Announcer({ current, me }: { current: CallSessionState; me: string }) {
  const region = useRef<HTMLDivElement>(null);
  const before = useRef<CallSessionState | null>(null);
  useEffect(() => {
    const last = before.current;
    before.current = current;
    const text = last && current.phase !== "ended" ? news(last, current, me) : "";
    if (text && region.current) region.current.textContent = text;
  }, [current, me]);
  return <div ref={region} className="unseen-text" aria-live="polite" />;
}

export function news(before: CallSessionState, now: CallSessionState, me: string): string {
  const known = new Map(before.remotes.map((remote) => [remote.participant, remote]));
  const present = new Map(now.remotes.map((remote) => [remote.participant, remote]));
  const texts: string[] = [];
  for (const [participant, remote] of present) {
    const name = displayName(remote);
    const earlier = known.get(participant);
    if (!earlier) {
      texts.push(t("calls.sayIn", { name }));
      continue;
    }
    if (remote.media.screen && !earlier.media.screen) texts.push(t("calls.sayShows", { name }));
    if (!remote.media.screen && earlier.media.screen) texts.push(t("calls.sayStopped", { name }));
    if (remote.media.hold === true && earlier.media.hold !== true) texts.push(t("calls.sayHold", { name }));
    if (remote.media.hold !== true && earlier.media.hold === true) texts.push(t("calls.sayBack", { name }));
  }
  for (const [participant, remote] of known) if (!present.has(participant)) texts.push(t("calls.sayLeft", { name: displayName(remote) }));
  for (const participant of now.hands) {
    const remote = present.get(participant);
    if (remote && participant !== me && !before.hands.includes(participant)) texts.push(t("calls.sayHand", { name: displayName(remote) }));
  }
  return texts.join(" ");
}
