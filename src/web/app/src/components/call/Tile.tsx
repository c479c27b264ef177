import type { LocalMediaState, RemoteParticipant } from "@akkarealtime/client";
import { useEffect, useRef } from "react";
import { nameOf } from "../../lib/names.ts";
import { testIds } from "../../testids.ts";
import { Avatar } from "../Avatar.tsx";
import { Icon } from "../Icon.tsx";

export function RemoteTile({ remote }: { remote: RemoteParticipant }) {
  const { participant, user, media, stream, link, away } = remote;
  const name = remote.name === user ? nameOf(user) : remote.name;
  const hasPicture = media.video || media.screen;
  return (
    <figure className="tile" data-testid={testIds.remoteTile} data-participant={participant} data-link={link} data-screen={media.screen}>
      <Video stream={stream} isMuted={false} isShown={hasPicture} testId={testIds.remoteVideo} label={`Video of ${name}`} isWhole={media.screen} />
      {!hasPicture && <Avatar id={user} name={name} size={96} />}
      {(link !== "connected" || away) && <span className="tile-veil">{link === "connecting" ? "Connecting…" : "Reconnecting…"}</span>}
      <figcaption>
        {!media.audio && <Icon name="micOff" size={14} />}
        {name}
        {media.screen && " · screen"}
      </figcaption>
    </figure>
  );
}

export function LocalTile({ local }: { local: LocalMediaState }) {
  const hasPicture = local.video || local.screen;
  return (
    <figure className="tile local" data-testid={testIds.localTile} data-audio={local.audio} data-video={local.video} data-screen={local.screen}>
      <Video
        stream={local.stream}
        isMuted
        isShown={hasPicture}
        isMirrored={local.video && !local.screen}
        testId={testIds.localVideo}
        label="Your own video"
        isWhole={local.screen}
      />
      {!hasPicture && <Icon name="videoOff" size={24} />}
      <figcaption>
        {!local.audio && <Icon name="micOff" size={14} />}
        You
      </figcaption>
    </figure>
  );
}

interface VideoProps {
  readonly stream: MediaStream | null;
  readonly isMuted: boolean;
  readonly isShown: boolean;
  readonly isMirrored?: boolean;
  readonly isWhole: boolean;
  readonly testId: string;
  readonly label: string;
}

/** Also plays the sound of somebody without a picture, so it is there even where it isn't shown. */
function Video({ stream, isMuted, isShown, isMirrored = false, isWhole, testId, label }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    if (element.srcObject !== stream) element.srcObject = stream;
    if (stream) element.play().catch(() => undefined);
  }, [stream]);
  const classes = ["video", isShown ? "" : "unseen", isMirrored ? "mirrored" : "", isWhole ? "whole" : ""];
  return <video ref={video} className={classes.filter(Boolean).join(" ")} data-testid={testId} aria-label={label} muted={isMuted} autoPlay playsInline />;
}
