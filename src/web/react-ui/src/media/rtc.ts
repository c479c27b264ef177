import { browserRtc, type Rtc } from "@akkarealtime/client";
import { calls } from "../parts.ts";

/** For `new Client({ rtc: uiRtc, … })`: the browser's, with the camera as the user wants it. That is code of calls, and fetched with them. */
export const uiRtc: Rtc = {
  ...browserRtc,
  getUserMedia: async (wish) => (await calls()).getUserMedia(wish),
};
