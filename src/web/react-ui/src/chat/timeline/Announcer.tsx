import type { RoomState } from "@akkarealtime/client";
import { useState } from "react";
import type { FoldOf } from "../../folds.ts";
import { t } from "../../i18n/t.ts";
import { spoken } from "./spoken.ts";

/**
 * Tells screen readers what comes in, and what I alone am told. The list itself can't: rows come and go there by scrolling, and would all be read aloud.
 */
export function Announcer({ state, me, foldOf, note }: { state: RoomState; me: string; foldOf: FoldOf; note: string | undefined }) {
  // What was there when the room was opened is not news.
  const [since] = useState(state.room.head);
  const { last } = state.room;
  const isNews = last !== undefined && last.seq > since && last.by !== me && last.deleted !== true;
  return (
    <p className="visually-hidden" role="log" aria-live="polite">
      {isNews ? (foldOf(last) ? t("blocks.quoted") : spoken(last)) : ""}
      {note}
    </p>
  );
}
