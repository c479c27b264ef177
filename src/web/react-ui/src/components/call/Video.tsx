import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { play, playing } from "../../media/media-elements.ts";

interface VideoProps {
  readonly stream: MediaStream | null;
  readonly isMuted: boolean;
  readonly isShown: boolean;
  readonly isMirrored?: boolean;
  readonly isWhole: boolean;
  readonly testId: string;
  readonly label: string;
}

/**
 * Also plays the sound of somebody without a picture, so it is there even where it isn't shown. When the stream changes (a call moves to
 * the media server), its last picture stays until there is one of the next.
 */
export function Video({ stream, isMuted, isShown, isMirrored = false, isWhole, testId, label }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  const last = useRef<HTMLCanvasElement>(null);
  const [isBetween, setBetween] = useState(false);
  useEffect(() => (video.current ? playing(video.current) : undefined), []);
  // Before the browser draws again: a stream that is exchanged takes its picture along.
  useLayoutEffect(() => {
    const element = video.current;
    if (!element) return;
    if (element.srcObject !== stream) {
      // A second exchange before there was a picture of the first: the one from before them stays.
      if (stream && last.current && keepPicture(element, last.current)) setBetween(true);
      element.srcObject = stream;
    }
    if (stream) play(element);
  }, [stream]);
  const classes = ["video", isShown ? "" : "unseen", isMirrored ? "mirrored" : "", isWhole ? "whole" : ""];
  const className = classes.filter(Boolean).join(" ");
  return (
    <>
      <video
        ref={video}
        className={className}
        data-testid={testId}
        aria-label={label}
        muted={isMuted}
        autoPlay
        playsInline
        onLoadedData={() => setBetween(false)}
      />
      <canvas ref={last} className={className} hidden={!isBetween} aria-hidden="true" />
    </>
  );
}

/** False where there was no picture. */
function keepPicture(from: HTMLVideoElement, to: HTMLCanvasElement): boolean {
  if (from.videoWidth === 0 || from.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false;
  to.width = from.videoWidth;
  to.height = from.videoHeight;
  to.getContext("2d")?.drawImage(from, 0, 0);
  return true;
}
