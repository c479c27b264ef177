import type { Audience, AudienceLimits, Room } from "@akkarealtime/client";
import { useClient, useRoom } from "@akkarealtime/react";
import { useNow } from "../../hooks/use-now.ts";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { laterTestIds } from "../../testids-later.ts";
import { formatDuration } from "../../text/format.ts";
import { mayAddress, nearLimit } from "./composing.ts";

interface ComposerHintsProps {
  readonly room: Room;
  readonly audience: Audience | undefined;
  readonly limits: AudienceLimits | undefined;
  /** How much more fits; negative where it is too long. */
  readonly left: number;
}

/** What is to be known of a text before it is sent: whom `@all` or `@here` will reach, or why it will not, and is sent as text; and how much more fits. */
export function ComposerHints({ room, audience, limits, left }: ComposerHintsProps) {
  return (
    <>
      {!!room.slowModeSeconds && room.role === "member" && <SlowMode room={room.id} seconds={room.slowModeSeconds} />}
      {audience && (
        <p className="composer-left" role="status" data-testid={laterTestIds.audienceHint} data-allowed={mayAddress(room, limits)}>
          {hint(room, audience, limits)}
        </p>
      )}
      {left < nearLimit && (
        <p className={left < 0 ? "composer-left over" : "composer-left"} role="status" data-testid={testIds.composerLeft} data-left={left}>
          {left < 0 ? t("composer.tooLong", { count: -left }) : t("composer.left", { count: left })}
        </p>
      )}
    </>
  );
}

/** How long I wait until my next message goes out. It may be written, and sent, before: it waits in its place. */
function SlowMode({ room, seconds }: { room: string; seconds: number }) {
  const { user } = useClient();
  const state = useRoom(room);
  const now = useNow(1_000);
  const last = state?.entries.findLast((entry) => entry.kind === "message" && entry.message.by === user);
  const leftMs = last?.kind === "message" ? Date.parse(last.message.at) + seconds * 1_000 - now.getTime() : 0;
  return (
    <p className="composer-left" data-testid={laterTestIds.slowMode} data-waiting={leftMs > 0}>
      {leftMs > 0 ? t("posting.wait", { time: formatDuration(leftMs) }) : t("posting.slow", { time: formatDuration(seconds * 1_000) })}
    </p>
  );
}

function hint(room: Room, audience: Audience, limits: AudienceLimits | undefined): string {
  if (mayAddress(room, limits)) return audience === "all" ? t("composer.reachesAll", { count: room.members - 1 }) : t("composer.reachesHere");
  if (limits === undefined) return t("composer.audienceOff", { audience });
  if (room.members > limits.members) return t("composer.audienceSize", { audience, count: limits.members });
  return t("composer.audienceRole", { audience, role: limits.role });
}
