import { transfer, wrap } from "comlink";
import { host } from "../../host.ts";

/** Blurs one picture after the other. What it is given belongs to it. */
export interface Blurrer {
  blur(picture: VideoFrame | ImageBitmap): Promise<ImageBitmap>;
  close(): void;
}

/** What the worker of `@twilio/video-processors` offers by Comlink, as its own proxy uses it. That one never ends its workers. */
interface Pipeline {
  loadTwilioTFLite(): Promise<boolean>;
  render(picture: VideoFrame | ImageBitmap): Promise<ImageBitmap | null>;
  setBlurFilterRadius(radius: number): Promise<void>;
}

const worker = "twilio-gaussian-blur-background-processor-pipeline-worker.js";
const model = "selfie_segmentation_landscape.tflite";

/** Rejects where the files can't be had or the browser can't run them. */
export async function loadBlurrer(): Promise<Blurrer> {
  const folder = host().blurAssets ?? "";
  // The worker would take any answer for the model, and an error for one that finds people everywhere.
  const found = await fetch(folder + model);
  if (!found.ok) throw new Error(`${model}: ${found.status}`);
  const thread = new Worker(folder + worker);
  // What the worker throws before it listens is an answer to nothing.
  const broken = new Promise<never>((_, reject) => {
    thread.onerror = ({ message }) => reject(new Error(message));
  });
  broken.catch(() => undefined);
  const first = <T>(answer: Promise<T>) => Promise.race([answer, broken]);
  const Remote = wrap<new (options: object) => Pipeline>(thread);
  try {
    const pipeline = await first(new Remote({ assetsPath: "", blurFilterRadius: 15, deferInputFrameDownscale: false, hysteresis: true, maskBlurRadius: 8 }));
    await first(pipeline.loadTwilioTFLite());
    let heightNow = 0;
    return {
      blur: async (picture) => {
        const height = "displayHeight" in picture ? picture.displayHeight : picture.height;
        if (height !== heightNow) {
          heightNow = height;
          // Of a larger picture as much as of a small one.
          await first(pipeline.setBlurFilterRadius(Math.max(6, Math.round(height / 24))));
        }
        const blurred = await first(pipeline.render(transfer(picture, [picture])));
        if (!blurred) throw new Error("No picture");
        return blurred;
      },
      close: () => thread.terminate(),
    };
  } catch (error) {
    thread.terminate();
    throw error;
  }
}
