import { browserRtc, Store } from "@akkarealtime/client";
import { host } from "../host.ts";
import { kept } from "../kept.ts";
import { storage } from "../storage.ts";

const key = "akkarealtime.call.blur";

/** Whether what is behind me is blurred: what this device was told last. */
export const blurs = kept(() => storage.getItem(key) === "yes");

export function setBlurs(isOn: boolean): void {
  storage.setItem(key, isOn ? "yes" : "no");
  blurs.set(isOn);
}

/** The blur of the camera that is open. */
export const blurring = new Store<"off" | "preparing" | "on" | "failed">("off");

/**
 * As the browser's; what is behind me is blurred before anybody gets the picture, where I want that. Once the blur has failed, the camera is refused when it is
 * opened next, in place of the one that ended: it stays off until somebody asks for it again.
 */
export async function getUserMedia(wish: MediaStreamConstraints): Promise<MediaStream> {
  if (wish.video && blurring.get() === "failed") {
    blurring.set("off");
    throw unblurred();
  }
  const stream = await browserRtc.getUserMedia(wish);
  // Not before: it may have been switched on while the user was asked for the camera.
  if (!wish.video || !blurs.get() || host().blurAssets === undefined) return stream;
  try {
    return await (await import("./blur/blurred-camera.ts")).withBlur(stream);
  } catch {
    for (const track of stream.getTracks()) track.stop();
    throw unblurred();
  }
}

/** The client knows by its name that it is an `effect`. */
function unblurred(): Error {
  return Object.assign(new Error("The background can't be blurred"), { name: "EffectError" });
}
