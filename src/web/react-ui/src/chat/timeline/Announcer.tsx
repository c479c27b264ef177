import type { RoomState } from "@akkarealtime/client";
import { useState } from "react";
import type { EventExtension } from "../../extensions.ts";
import type { FoldOf } from "../../folds.ts";
import { useHost } from "../../host-context.ts";
import { t } from "../../i18n/t.ts";
import { nameOf } from "../../text/names.ts";
import { useExtension } from "../extensions/use-extension.ts";
import { isShown, saidOf, type OwnEntry } from "./rows.ts";
import { spoken } from "./spoken.ts";

interface AnnouncerProps {
  readonly state: RoomState;
  readonly me: string;
  readonly foldOf: FoldOf;
  readonly note: string | undefined;
}

/**
 * Tells screen readers what comes in, and what I alone am told. The list itself can't: rows come and go there by scrolling, and would all be read aloud.
 */
export function Announcer({ state, me, foldOf, note }: AnnouncerProps) {
  const events = useHost("Timeline").extensions?.events;
  // What was there when the room was opened is not news.
  const [since] = useState(state.room.head);
  const { last } = state.room;
  const own = state.entries.findLast((entry): entry is OwnEntry => entry.kind === "own" && isShown(events, entry.event))?.event;
  const isOwn = own !== undefined && own.data.seq > Math.max(since, last?.seq ?? 0) && own.data.by !== me;
  const isNews = !isOwn && last !== undefined && last.seq > since && last.by !== me && last.deleted !== true;
  const load = isOwn && events?.[own.type];
  return (
    <p className="visually-hidden" role="log" aria-live="polite">
      {isNews ? (foldOf(last) ? t("blocks.quoted") : spoken(last)) : ""}
      {load && (foldOf(saidOf(own)) ? t("blocks.quoted") : <Said event={own} load={load} />)}
      {note}
    </p>
  );
}

function Said({ event: { data }, load }: { event: OwnEntry["event"]; load: () => Promise<EventExtension> }) {
  return `${nameOf(data.by)}: ${useExtension(load).text(data)}`;
}
