/** The pictures of a camera, one after the other, each made into another one; and the track that shows those. */
export interface Frames {
  readonly track: MediaStreamTrack;
  /** Until `stop`. Rejects where a picture could not be made. */
  run(make: (picture: VideoFrame | ImageBitmap) => Promise<ImageBitmap>): Promise<void>;
  stop(): void;
}

/** Chromium's, not in TypeScript's own types: W3C mediacapture-transform, in the form that it had first. */
interface Streams {
  readonly MediaStreamTrackProcessor?: new (of: { track: MediaStreamTrack; maxBufferSize?: number }) => { readonly readable: ReadableStream<VideoFrame> };
  readonly MediaStreamTrackGenerator?: new (of: { kind: "video" }) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
}

export function framesOf(camera: MediaStreamTrack): Frames {
  return streamed(camera) ?? drawn(camera);
}

/** Without the document: they go on in a tab that nobody looks at. What comes while one is being made is left out. */
function streamed(camera: MediaStreamTrack): Frames | null {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = window as Streams;
  if (!MediaStreamTrackProcessor || !MediaStreamTrackGenerator) return null;
  const reader = new MediaStreamTrackProcessor({ track: camera, maxBufferSize: 1 }).readable.getReader();
  const track = new MediaStreamTrackGenerator({ kind: "video" });
  const writer = track.writable.getWriter();
  return {
    track,
    run: async (make) => {
      for (;;) {
        const { value } = await reader.read();
        if (!value) return;
        const { timestamp } = value;
        const picture = await make(value);
        const frame = new VideoFrame(picture, { timestamp });
        picture.close();
        await writer.write(frame);
      }
    },
    stop: () => {
      reader.cancel().catch(() => undefined);
      writer.abort().catch(() => undefined);
    },
  };
}

/** So long is waited for a picture that the document may never show: in a tab that nobody looks at, browsers make it a second. */
const lookMs = 250;

/** By elements of the document, for Firefox and Safari. */
function drawn(camera: MediaStreamTrack): Frames {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([camera]);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const [track] = canvas.captureStream().getVideoTracks();
  if (!context || !track) throw new Error("No canvas");
  let isOver = false;
  const next = () =>
    new Promise<void>((done) => {
      video.requestVideoFrameCallback(() => done());
      setTimeout(done, lookMs);
    });
  return {
    track,
    run: async (make) => {
      await video.play();
      for (;;) {
        await next();
        if (isOver) return;
        if (video.videoWidth === 0) continue;
        const picture = await make(await createImageBitmap(video));
        if (canvas.width !== picture.width) canvas.width = picture.width;
        if (canvas.height !== picture.height) canvas.height = picture.height;
        context.drawImage(picture, 0, 0);
        picture.close();
      }
    },
    stop: () => {
      isOver = true;
      video.srcObject = null;
    },
  };
}
