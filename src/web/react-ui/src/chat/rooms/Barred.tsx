import { RequestError } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useEffect, useState } from "react";
import { Dialog } from "../../components/Dialog.tsx";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatFull } from "../../text/format.ts";

interface Told {
  readonly name?: string;
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
}

/** Says to who was banned from a room where it happened, and why. */
export function Barred({ me }: { me: string }) {
  const { connection, rooms } = useClient();
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    const unsubscribe = [
      connection.on("chat.barred", (barred) => setTold(barred)),
      // Only looking in: there is nothing to see any more.
      connection.on("chat.banned", ({ room, user, on }) => {
        if (user === me && on) rooms.unwatch(room);
      }),
    ];
    return () => unsubscribe.forEach((stop) => stop());
  }, [connection, rooms, me]);
  if (told === null) return null;
  return (
    <Dialog title={t("bans.youTitle")} onClose={() => setTold(null)} testId={laterTestIds.barred}>
      <p>{youText(told)}</p>
      {told.reason !== undefined && <blockquote>{told.reason}</blockquote>}
    </Dialog>
  );
}

function youText({ name = "", until }: Told): string {
  return until === undefined ? t("bans.you", { room: name }) : t("bans.youUntil", { room: name, time: formatFull(until) });
}

/** In words why a channel doesn't let me in: of a ban until when, and what I was told of it. */
export function explainRefusal(error: unknown): string {
  if (!(error instanceof RequestError) || error.code !== "forbidden" || error.field !== "room") return explain(error);
  const { until, reason } = error.detail;
  const text = until === undefined ? t("bans.refused") : t("bans.refusedUntil", { time: formatFull(until) });
  return reason === undefined ? text : `${text} “${reason}”`;
}
