import { usePresence, useSelected } from "@akkarealtime/react";
import type { CSSProperties } from "react";
import { useLive } from "../hooks/use-live.ts";
import { pictures } from "../pictures.ts";
import { testIds } from "../testids.ts";
import { hueOf, initialsOf } from "../text/names.ts";
import { labelOf, type KnownStatus } from "../text/status.ts";

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly size?: number;
  /** Whose presence shows at the corner. */
  readonly presenceOf?: string | undefined;
}

export function Avatar({ id, name, size = 40, presenceOf }: AvatarProps) {
  const picture = useSelected(pictures, (of) => of(id));
  return (
    <span className="avatar" style={{ "--size": `${size}px`, "--hue": hueOf(id) } as CSSProperties}>
      <span aria-hidden="true">{initialsOf(name)}</span>
      {picture && <img src={picture} alt="" />}
      {presenceOf !== undefined && <Presence user={presenceOf} />}
    </span>
  );
}

export function Presence({ user }: { user: string }) {
  const status = usePresence(user);
  const isLive = useLive();
  return <PresenceDot status={isLive ? status : null} user={user} />;
}

/** Null: nobody knows. */
export function PresenceDot({ status, user }: { status: KnownStatus | undefined | null; user: string }) {
  const label = labelOf(status);
  return (
    <span
      className="presence"
      role="img"
      aria-label={label}
      title={label}
      data-testid={testIds.presence}
      data-user={user}
      data-status={status?.status ?? "unknown"}
      data-in-call={status?.inCall === true}
    />
  );
}
