import { browserRtc, type Rtc } from "@akkarealtime/client";
import { calls } from "../parts.ts";

/** The browser's, with the camera as the user wants it: that is code of calls. */
export const pageRtc: Rtc = {
  ...browserRtc,
  getUserMedia: async (wish) => (await calls()).getUserMedia(wish),
};
