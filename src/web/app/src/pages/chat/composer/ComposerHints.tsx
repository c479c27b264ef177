import type { Audience, AudienceLimits, Room } from "@akkarealtime/client";
import { t } from "../../../i18n/t.ts";
import { testIds } from "../../../testids.ts";
import { laterTestIds } from "../../../testids-later.ts";
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

function hint(room: Room, audience: Audience, limits: AudienceLimits | undefined): string {
  if (mayAddress(room, limits)) return audience === "all" ? t("composer.reachesAll", { count: room.members - 1 }) : t("composer.reachesHere");
  if (limits === undefined) return t("composer.audienceOff", { audience });
  if (room.members > limits.members) return t("composer.audienceSize", { audience, count: limits.members });
  return t("composer.audienceRole", { audience, role: limits.role });
}
