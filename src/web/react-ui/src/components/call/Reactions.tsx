import type { CallReaction, RemoteParticipant } from "@akkarealtime/client";
import type { CSSProperties } from "react";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { displayName } from "./Tile.tsx";

export const reactionEmojis = ["👍", "👏", "❤️", "😂", "🎉", "😮"] as const;

/** They rise over the pictures and are gone. */
export function Reactions({ reactions, remotes }: { reactions: readonly CallReaction[]; remotes: readonly RemoteParticipant[] }) {
  return (
    <div className="call-reactions" aria-hidden="true">
      {reactions.map(({ id, emoji, participant }) => {
        const remote = remotes.find((one) => one.participant === participant);
        return (
          <span key={id} className="call-reaction" style={{ "--at": (id * 37) % 80 } as CSSProperties} data-testid={testIds.callReaction} data-emoji={emoji}>
            {emoji}
            <small>{remote ? displayName(remote) : t("common.you")}</small>
          </span>
        );
      })}
    </div>
  );
}
