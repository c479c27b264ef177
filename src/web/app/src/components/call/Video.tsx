import { useEffect, useRef } from "react";
import { play, playing } from "../../lib/media-elements.ts";

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
export function Video({ stream, isMuted, isShown, isMirrored = false, isWhole, testId, label }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => (video.current ? playing(video.current) : undefined), []);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    if (element.srcObject !== stream) element.srcObject = stream;
    if (stream) play(element);
  }, [stream]);
  const classes = ["video", isShown ? "" : "unseen", isMirrored ? "mirrored" : "", isWhole ? "whole" : ""];
  return <video ref={video} className={classes.filter(Boolean).join(" ")} data-testid={testId} aria-label={label} muted={isMuted} autoPlay playsInline />;
}
