import type { CallSessionState, RemoteParticipant } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import type { CSSProperties } from "react";
import { testIds } from "../../testids.ts";
import { Avatar } from "../Avatar.tsx";
import { LocalTile, RemoteTile } from "./Tile.tsx";

export type Layout = "grid" | "speaker";

interface StageProps {
  readonly current: CallSessionState;
  readonly title: string;
  readonly peer: string;
  readonly isSmall: boolean;
  readonly layout: Layout;
  readonly pinned: string | null;
  readonly onPin: (participant: string | null) => void;
}

/** Who is large: whom I keep large, whoever shows a screen, who spoke last. Null: all are alike. */
export function mainOf({ remotes, speaker }: CallSessionState, layout: Layout, pinned: string | null): string | null {
  const isIn = (participant: string | null) => remotes.some((remote) => remote.participant === participant);
  if (isIn(pinned)) return pinned;
  const shares = remotes.find(({ media }) => media.screen && media.hold !== true)?.participant;
  if (shares !== undefined) return shares;
  if (layout === "grid") return null;
  return isIn(speaker) ? speaker : (remotes[0]?.participant ?? null);
}

/** The pictures. Tiles keep their place in the document, whatever is large, so that no video starts anew. */
export function Stage({ current, title, peer, isSmall, layout, pinned, onPin }: StageProps) {
  const { calls } = useClient();
  const { remotes, phase, hands, speaking } = current;
  const isGroup = remotes.length > 1;
  const main = isGroup ? mainOf(current, isSmall ? "speaker" : layout, pinned) : null;
  const isShared = main !== null && remotes.some(({ participant, media }) => participant === main && media.screen);
  const isCorner = !isGroup || isSmall;
  const count = Math.max(1, remotes.length) + (isCorner ? 0 : 1);
  const columns = Math.ceil(Math.sqrt(count));
  return (
    <div
      className="call-stage"
      data-testid={testIds.callStage}
      data-count={count}
      data-layout={main === null ? "grid" : isShared && !isSmall ? "screen" : "speaker"}
      style={{ "--columns": columns, "--others": Math.max(1, count - 1) } as CSSProperties}
    >
      {remotes.length === 0 ? (
        <div className="call-waiting">
          <span className={phase === "ended" ? "" : "incoming-halo"}>
            <Avatar id={peer} name={title} size={isSmall ? 56 : 112} />
          </span>
        </div>
      ) : (
        remotes.map((remote: RemoteParticipant) => (
          <RemoteTile
            key={remote.participant}
            remote={remote}
            isMain={remote.participant === main}
            isSpeaking={speaking.includes(remote.participant)}
            hand={hands.indexOf(remote.participant) + 1}
            isPinned={remote.participant === pinned}
            onPin={isGroup && !isSmall ? () => onPin(remote.participant === pinned ? null : remote.participant) : undefined}
          />
        ))
      )}
      {phase !== "ended" && <LocalTile current={current} hand={hands.indexOf(calls.participant) + 1} isCorner={isCorner} />}
    </div>
  );
}
