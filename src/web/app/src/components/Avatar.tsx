import { usePresence } from "@akkarealtime/react";
import type { OwnStatus } from "@akkarealtime/client";
import type { CSSProperties } from "react";
import { testIds } from "../testids.ts";
import { hueOf, initialsOf } from "../text/names.ts";

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly size?: number;
  /** Whose presence shows at the corner. */
  readonly presenceOf?: string | undefined;
}

export function Avatar({ id, name, size = 40, presenceOf }: AvatarProps) {
  return (
    <span className="avatar" style={{ "--size": `${size}px`, "--hue": hueOf(id) } as CSSProperties}>
      <span aria-hidden="true">{initialsOf(name)}</span>
      {presenceOf !== undefined && <Presence user={presenceOf} />}
    </span>
  );
}

export function Presence({ user }: { user: string }) {
  const status = usePresence(user);
  return <PresenceDot status={status} user={user} />;
}

const labels: Record<OwnStatus["status"], string> = {
  online: "Online",
  away: "Away",
  busy: "Do not disturb",
  offline: "Offline",
  invisible: "Invisible",
};

export function labelOf(status: OwnStatus | undefined | null): string {
  if (!status) return labels.offline;
  return status.inCall ? "In a call" : labels[status.status];
}

export function PresenceDot({ status, user }: { status: OwnStatus | undefined | null; user: string }) {
  const shown = status?.status ?? "offline";
  return (
    <span
      className="presence"
      role="img"
      aria-label={labelOf(status)}
      title={labelOf(status)}
      data-testid={testIds.presence}
      data-user={user}
      data-status={shown}
      data-in-call={status?.inCall === true}
    />
  );
}
