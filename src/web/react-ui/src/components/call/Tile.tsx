import type { CallSessionState, RemoteParticipant } from "@akkarealtime/client";
import { t } from "../../i18n/t.ts";
import { testIds } from "../../testids.ts";
import { laterTestIds } from "../../testids-later.ts";
import { nameOf } from "../../text/names.ts";
import { Avatar } from "../Avatar.tsx";
import { Icon } from "../Icon.tsx";
import { Quality } from "./Quality.tsx";
import { useCorner } from "./use-corner.ts";
import { Video } from "./Video.tsx";

interface TileProps {
  readonly remote: RemoteParticipant;
  readonly isMain: boolean;
  readonly isSpeaking: boolean;
  /** In the order of raised hands, from 1; 0 where it is down. */
  readonly hand: number;
  readonly isPinned: boolean;
  /** Where there is nothing to choose between, undefined. */
  readonly onPin: (() => void) | undefined;
}

export function displayName({ name, user }: Pick<RemoteParticipant, "name" | "user">): string {
  return nameOf(user, name);
}

export function RemoteTile({ remote, isMain, isSpeaking, hand, isPinned, onPin }: TileProps) {
  const { participant, user, media, stream, link, away } = remote;
  const name = displayName(remote);
  const isHeld = media.hold === true;
  const hasPicture = (media.video || media.screen) && !isHeld;
  return (
    <figure
      className={isMain ? "tile main" : "tile"}
      data-testid={testIds.remoteTile}
      data-participant={participant}
      data-link={link}
      data-away={away}
      data-screen={media.screen}
      data-hold={isHeld}
      data-speaking={isSpeaking && media.audio}
    >
      <Video stream={stream} isMuted={false} isShown={hasPicture} testId={testIds.remoteVideo} label={t("calls.videoOf", { name })} isWhole={media.screen} />
      {!hasPicture && <Avatar id={user} name={name} size={96} />}
      <Veil remote={remote} isHeld={isHeld} isAway={link !== "connected" || away} />
      <figcaption>
        {!media.audio && <Icon name="micOff" size={14} />}
        <span className="tile-name">{name}</span>
        {media.screen && <span>· {t("calls.screen")}</span>}
      </figcaption>
      <Hand place={hand} name={name} />
      <div className="tile-tools">
        <Quality remote={remote} name={name} />
        {onPin && (
          <button
            type="button"
            className="tile-tool"
            aria-pressed={isPinned}
            aria-label={isPinned ? t("calls.unpinName", { name }) : t("calls.pinName", { name })}
            title={isPinned ? t("message.unpin") : t("message.pin")}
            data-testid={testIds.callPin}
            onClick={onPin}
          >
            <Icon name="pin" size={16} />
          </button>
        )}
      </div>
    </figure>
  );
}

function Veil({ remote: { link, away }, isHeld, isAway }: { remote: RemoteParticipant; isHeld: boolean; isAway: boolean }) {
  if (isAway) return <span className="tile-veil">{link === "connecting" && !away ? t("common.connecting") : t("calls.reconnecting")}</span>;
  return isHeld ? <span className="tile-veil">{t("calls.onHold")}</span> : null;
}

function Hand({ place, name }: { place: number; name: string }) {
  if (place === 0) return null;
  return (
    <span className="tile-hand" role="img" aria-label={t("calls.nameHand", { name, place })} data-testid={testIds.callHand} data-place={place}>
      <Icon name="hand" size={16} /> {place}
    </span>
  );
}

export function LocalTile({ current: { local, hold }, hand, isCorner }: { current: CallSessionState; hand: number; isCorner: boolean }) {
  const hasPicture = local.video || local.screen;
  const { corner, move, drag } = useCorner();
  return (
    <figure
      className={isCorner ? "tile local" : "tile own"}
      data-corner={isCorner ? corner : undefined}
      {...(isCorner && drag)}
      data-testid={testIds.localTile}
      data-audio={local.audio}
      data-video={local.video}
      data-screen={local.screen}
      data-hold={hold}
    >
      <Video
        stream={local.stream}
        isMuted
        isShown={hasPicture}
        isMirrored={local.video && !local.screen}
        testId={testIds.localVideo}
        label={t("calls.ownVideo")}
        isWhole={local.screen}
      />
      {!hasPicture && <Icon name="videoOff" size={24} />}
      <figcaption>
        {!local.audio && <Icon name="micOff" size={14} />}
        {local.screen ? t("calls.ownScreen") : t("common.you")}
      </figcaption>
      <Hand place={hand} name={t("common.you")} />
      {isCorner && (
        <div className="tile-tools">
          <button type="button" className="tile-tool" aria-label={t("calls.moveSelf")} title={t("calls.moveSelf")} data-testid={laterTestIds.callMoveSelf} onClick={move}>
            <Icon name="move" size={16} />
          </button>
        </div>
      )}
    </figure>
  );
}

