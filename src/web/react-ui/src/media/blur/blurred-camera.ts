import { blurring } from "../camera.ts";
import { loadBlurrer, type Blurrer } from "./blurrer.ts";
import { framesOf, type Frames } from "./frames.ts";
import { blursItself, onUnblurred } from "./own-blur.ts";
import { Pace } from "./pace.ts";

/** The same with a blurred picture. The camera's own is in no stream that anybody gets. */
export async function withBlur(stream: MediaStream): Promise<MediaStream> {
  const [camera] = stream.getVideoTracks();
  if (!camera) return stream;
  const track = (await blursItself(camera)) ? watched(camera) : blurred(camera, framesOf(camera), loadBlurrer);
  return new MediaStream([...stream.getAudioTracks(), track]);
}

/** Smaller than that is no help. */
const leastHeight = 180;

/**
 * A track that has no picture until there is a blurred one, and never another. It ends, as if the camera had been pulled out, when the camera ends or the blur
 * fails. To stop it stops all that it is made of.
 */
export function blurred(camera: MediaStreamTrack, frames: Frames, load: () => Promise<Blurrer>): MediaStreamTrack {
  const { track } = frames;
  const pace = new Pace();
  let blurrer: Blurrer | undefined;
  let isOver = false;
  const stop = track.stop.bind(track);
  const end = () => {
    isOver = true;
    // First: a track whose pictures end before it does tells that it has ended.
    stop();
    camera.onended = null;
    camera.stop();
    frames.stop();
    blurrer?.close();
  };
  const lose = (as: "off" | "failed") => {
    end();
    blurring.set(as);
    // `stop` doesn't tell whoever uses it.
    track.dispatchEvent(new Event("ended"));
  };
  const run = async () => {
    const loaded = await load();
    if (isOver) {
      loaded.close();
      return;
    }
    blurrer = loaded;
    await frames.run(async (picture) => {
      const began = performance.now();
      const made = await loaded.blur(picture);
      if (!isOver) blurring.set("on");
      if (pace.isTooSlow(performance.now() - began)) shrink(camera);
      return made;
    });
  };
  track.stop = () => {
    if (isOver) return;
    end();
    blurring.set("off");
  };
  camera.onended = () => lose("off");
  blurring.set("preparing");
  run().catch(() => {
    if (!isOver) lose("failed");
  });
  return track;
}

function shrink(camera: MediaStreamTrack): void {
  const { width, height } = camera.getSettings();
  if (width === undefined || height === undefined || height <= leastHeight) return;
  camera.applyConstraints({ ...camera.getConstraints(), width: Math.round(width / 2), height: Math.round(height / 2) }).catch(() => undefined);
}

/** The camera's own blur, for as long as it lasts. */
function watched(camera: MediaStreamTrack): MediaStreamTrack {
  blurring.set("on");
  const stop = camera.stop.bind(camera);
  const forget = onUnblurred(camera, () => {
    camera.stop();
    blurring.set("failed");
    camera.dispatchEvent(new Event("ended"));
  });
  camera.stop = () => {
    forget();
    stop();
    blurring.set("off");
  };
  return camera;
}
